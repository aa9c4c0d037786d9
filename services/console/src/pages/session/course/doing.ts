import type { Outline } from '../../../api/outline-columns.ts';

/** What a session was doing after an event; `about` is what a person was asked. */
export interface Doing {
  readonly state: 'running' | 'waiting' | 'idle' | 'ended';
  readonly about: string | null;
}

const closing = new Set(['turn.ended', 'turn.failed', 'turn.interrupted', 'prompt.blocked', 'session.ended']);
const goesOn = new Set([
  'session.started',
  'session.resumed',
  'session.forked',
  'prompt.submitted',
  'tool.started',
  'message.sent',
]);

/** The state of a session after each of its events, by the rules of its summary. Silence is not told here. */
export function doingOf({ kinds, entries, asks }: Outline): Doing[] {
  const opens = new Set(entries.flatMap((entry) => (entry.type === 'turn' ? [entry.start] : [])));
  const toolEnds = new Map<number, string>();
  const questions = new Map<number, { about: string; answered: boolean }>();
  for (const entry of entries) {
    if (entry.type !== 'call') continue;
    if (entry.end >= 0) toolEnds.set(entry.end, entry.tool ?? '');
    if (entry.asksPerson) questions.set(entry.start, { about: entry.tool ?? 'a question', answered: false });
  }
  for (const { event, about, answered } of asks) questions.set(event, { about, answered });
  const open = new Set<string>();
  let [turn, ended] = [false, false];
  let before: Doing = { state: 'idle', about: null };
  return kinds.map((kind, index) => {
    if (goesOn.has(kind)) ended = false;
    if (opens.has(index)) turn = true;
    if (closing.has(kind)) turn = false;
    if (kind === 'session.ended') ended = true;
    if (closing.has(kind) || kind === 'prompt.submitted') open.clear();
    const question = questions.get(index);
    if (question?.answered === true) open.delete(question.about);
    else if (question !== undefined) open.add(question.about);
    const tool = toolEnds.get(index);
    if (tool !== undefined) open.delete(tool);
    const state = ended ? 'ended' : open.size > 0 ? 'waiting' : turn ? 'running' : 'idle';
    const about = state === 'waiting' ? ([...open].at(-1) ?? null) : null;
    // Long stretches share one value.
    if (before.state !== state || before.about !== about) before = { state, about };
    return before;
  });
}
