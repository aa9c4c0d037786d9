import type { Output } from '../output.ts';
import { oneLine } from '../render/table.ts';
import { moment } from '../render/words.ts';
import type { Clause, Coverage, Fault, Firing, Link } from './model.ts';

const textMax = 200;

/** Where a fault is, and what it is. */
export function faultText({ path, rule, line, column, message }: Fault): string {
  const place = [path ?? rule, line, column].filter((part) => part != null).join(':');
  return oneLine(place === '' ? message : `${place}: ${message}`);
}

/** A firing of a list: when, for which key, and what became of what it did. */
export function* firingLines(firing: Firing): Iterable<string> {
  const { firing: id, rule, key, position, time, actions } = firing;
  yield `${String(position).padStart(7)}  ${moment(time)}  ${oneLine(rule)}  ${oneLine(key)}  ${id}`;
  for (const { does, state } of actions) yield `           ${state.padEnd(9)}  ${oneLine(does).slice(0, textMax)}`;
}

/** A clause with what it came to, and the values that it asked for; null is one that the event lacks. */
export function clauseLine({ clause, value, values }: Clause, output: Pick<Output, 'paint'>): string {
  const mark = value === true ? output.paint('green', '✓') : output.paint('red', '✗');
  const asked = Object.entries(values).map(([path, one]) => `${path} = ${JSON.stringify(one)}`);
  const why = value === null ? ['it asks for what the event lacks'] : [];
  const more = [...why, ...asked].join(', ');
  return `${mark} ${oneLine(clause).slice(0, textMax)}${more === '' ? '' : `  (${oneLine(more).slice(0, textMax)})`}`;
}

/** The chain from the prompt on, each link below what brought it about. */
export function* chainLines(chain: readonly Link[]): Iterable<string> {
  const depths = new Map<string, number>();
  for (const { id, of, type, title, detail, state, time, position } of chain) {
    const depth = of == null ? 0 : (depths.get(of) ?? 0) + 1;
    depths.set(id, depth);
    const more = [detail, state].filter((part) => part != null && part !== '').join(', ');
    const at = position == null ? '' : ` @${position}`;
    yield `${'  '.repeat(Math.min(depth, 12))}${type} ${oneLine(title)}${more === '' ? '' : ` (${oneLine(more)})`}${at}${time == null ? '' : `  ${moment(time)}`}`;
  }
}

/** Which clauses the tests of a rule saw come out both ways. */
export function* coverageLines({ clauses, note }: Coverage, output: Pick<Output, 'paint'>): Iterable<string> {
  for (const { clause, line, heldTrue, heldFalse } of clauses) {
    const whole = heldTrue > 0 && heldFalse > 0;
    const mark = whole ? output.paint('green', '✓') : output.paint('yellow', '○');
    const seen = whole
      ? ''
      : heldTrue + heldFalse === 0
        ? '  never asked'
        : `  never ${heldTrue > 0 ? 'false' : 'true'}`;
    yield `${mark} ${line == null ? '' : `${line}: `}${oneLine(clause).slice(0, textMax)}${seen}`;
  }
  if (note != null && note !== '') yield `  ${oneLine(note)}`;
}
