import type { Output } from '../output.ts';
import { cut } from '../render/screen-width.ts';
import { oneLine, plain } from '../render/table.ts';
import { count, moment } from '../render/words.ts';
import type { Memory } from './model.ts';

const marks: Readonly<Record<string, string>> = { active: '●', proposed: '○', retired: '×' };

/** A memory on one line of a list. */
export function memoryLine(memory: Memory, output: Pick<Output, 'width' | 'paint'>): string {
  const pin = memory.pinned ? ' (pinned)' : '';
  const line = `  ${marks[memory.statusNow] ?? '?'} ${memory.shortId}  ${memory.kind.padEnd(10)}  ${oneLine(memory.statement)}${pin}`;
  return memory.statusNow === 'active' ? cut(line, output.width) : output.paint('dim', cut(line, output.width));
}

/** Everything that is to be said of one memory, in lines. */
export function* memoryPage(memory: Memory, output: Pick<Output, 'paint'>): Iterable<string> {
  const { support, contradicted, helpful, harmful, ignored } = memory;
  yield output.paint('bold', plain(memory.statement));
  yield `  ${memory.id}`;
  yield `  ${memory.explanation}${memory.pinned ? '; pinned' : ''}${memory.edited ? '; a person wrote the words' : ''}`;
  yield `  ${memory.label} about ${oneLine(memory.about)}, holds in ${oneLine(memory.scope)}`;
  const against = contradicted === 0 ? '' : `, ${contradicted} against it`;
  yield `  seen in ${count(support.sessions, 'session')} of ${count(support.actors, 'person', 'people')} (${count(support.events, 'event')})${against}, from ${moment(memory.firstSeen)} to ${moment(memory.lastSeen)}`;
  if (helpful + harmful + ignored > 0) yield `  told: helpful ${helpful}, harmful ${harmful}, ignored ${ignored} times`;
  yield `  confidence ${memory.confidence}, words of ${trusts[memory.trust] ?? memory.trust}, origin ${memory.origin}`;
  if (memory.validTo)
    yield `  held until ${moment(memory.validTo)}${memory.supersededBy ? `, then ${memory.supersededBy}` : ''}`;
  if (memory.anchors.length > 0) yield `  stands on ${memory.anchors.map(oneLine).join(', ')}`;
}

const trusts: Readonly<Record<string, string>> = {
  user: 'a person',
  agent: 'an agent',
  tool: 'a tool',
  external: 'somebody outside',
};
