import type { Comparison, Side } from '@hookline/compare';
import type { Output } from '../output.ts';
import { dollars } from './dollars.ts';
import { cut } from './screen-width.ts';
import { oneLine, tableLines } from './table.ts';
import { amount, duration, moment } from './words.ts';

const toolsShown = 15;
const filesShown = 60;

interface Fact {
  readonly name: string;
  readonly left: string;
  readonly right: string;
}

const signs = { same: '=', differs: '≠', 'only-left': '<', 'only-right': '>', unknown: '?' } as const;

/** Two states for a person to read, line by line. */
export function* comparisonPage(of: Comparison, output: Pick<Output, 'paint' | 'width'>): Iterable<string> {
  const titled = (title: string) => output.paint('bold', title);
  const sideColumns = (name: string) => [
    { title: name, of: (fact: Fact) => fact.name },
    { title: 'LEFT', of: (fact: Fact) => fact.left, least: 20 },
    { title: 'RIGHT', of: (fact: Fact) => fact.right, least: 20 },
  ];
  yield* tableLines(sideColumns(''), facts(of.left, of.right), output.width);
  if (of.plan.length > 0) {
    yield '';
    yield* tableLines(
      sideColumns('PLAN'),
      of.plan.map(({ text, left, right }) => ({
        name: cut(oneLine(text), 60),
        left: left ?? '–',
        right: right ?? '–',
      })),
      output.width,
    );
  }
  if (of.calls.length > 0) {
    const use = (calls: number, failures: number) => (failures === 0 ? `${calls}` : `${calls} (${failures} failed)`);
    yield '';
    yield* tableLines(
      sideColumns('CALLS'),
      of.calls.slice(0, toolsShown).map(({ tool, left, right }) => ({
        name: oneLine(tool),
        left: use(left.calls, left.failures),
        right: use(right.calls, right.failures),
      })),
      output.width,
    );
    if (of.calls.length > toolsShown) yield `and ${of.calls.length - toolsShown} tools more`;
  }
  if (of.files.length === 0) return;
  yield '';
  yield titled('FILES (= the same, ≠ differ, < only left, > only right, ? not known)');
  for (const { path, change, left, right } of of.files.slice(0, filesShown)) {
    const lines = [left, right].map((side) => (side === null ? '–' : `+${side.linesAdded} −${side.linesRemoved}`));
    yield `  ${signs[change]} ${oneLine(path)}  ${lines.join(' | ')}`;
  }
  if (of.files.length > filesShown) yield `  and ${of.files.length - filesShown} more`;
}

function facts(left: Side, right: Side): Fact[] {
  const rows: [string, (side: Side) => string][] = [
    ['session', ({ session }) => session],
    ['title', ({ title }) => oneLine(title ?? '')],
    ['harness', ({ harness, model }) => [harness, model].filter(Boolean).join(', ')],
    ['by', ({ actor }) => actor ?? ''],
    ['position', ({ position }) => String(position)],
    ['as of', ({ asOf }) => moment(asOf)],
    ['state', ({ state, outcome }) => [state, outcome && `newest turn ${outcome}`].filter(Boolean).join(', ')],
    ['time', ({ durationMs, workingMs }) => `${duration(durationMs)}, ${duration(workingMs)} at work`],
    ['turns', ({ turns }) => String(turns)],
    ['calls', ({ calls, failures }) => `${calls}, ${failures} failed`],
    ['files', ({ filesRead, filesWritten }) => `${filesRead} read, ${filesWritten} written`],
    ['lines', ({ linesAdded, linesRemoved }) => `+${linesAdded} −${linesRemoved}`],
    ['tokens', ({ tokens }) => tokensOf(tokens)],
    ['cost', ({ costUsd }) => dollars(costUsd)],
    ['still fails', ({ failing }) => (failing.length === 0 ? 'nothing' : failing.map(oneLine).join('; '))],
    ['last words', ({ closing }) => cut(oneLine(closing ?? ''), 200)],
  ];
  return rows.map(([name, of]) => ({ name, left: of(left), right: of(right) }));
}

function tokensOf({ input, output, cacheRead }: Side['tokens']): string {
  const known = (name: string, of: number | null) => (of === null ? [] : [`${amount(of)} ${name}`]);
  return [...known('in', input), ...known('out', output), ...known('from cache', cacheRead)].join(', ') || 'unknown';
}
