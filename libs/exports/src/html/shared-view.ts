import type { CallView, SessionView } from '../session/session-view.ts';
import { valueText } from '../session/text.ts';
import { withoutPersons } from './without-persons.ts';

/**
 * How much of a session a shared page tells. `outline`: what was done when and how it ended; no words. `talk`: also
 * prompts, answers, commands and paths. `full`: also inputs, outputs and changes of files.
 */
export const sharedContents = ['outline', 'talk', 'full'] as const;
export type SharedContent = (typeof sharedContents)[number];

/** One thing of a shared page, in the order of the session. Texts are plain; nothing of a person or a machine is in them. */
export type SharedEntry =
  | { readonly kind: 'turn'; readonly at: number; readonly atMs: number; readonly text: string; readonly state: string }
  | {
      readonly kind: 'message';
      readonly at: number;
      readonly atMs: number;
      readonly role: string;
      readonly text: string;
    }
  | SharedCall
  | { readonly kind: 'compaction'; readonly at: number; readonly atMs: number };

export interface SharedCall {
  readonly kind: 'call';
  readonly at: number;
  readonly atMs: number;
  readonly tool: string;
  readonly agent: string | undefined;
  /** What it was done to: a command, a path. */
  readonly what: string;
  readonly outcome: string;
  readonly durationMs: number | undefined;
  readonly input: string;
  readonly output: string;
  readonly diff: string;
}

/** A session as it may be shown to strangers. Times in Unix milliseconds. */
export interface SharedView {
  readonly title: string;
  readonly harness: string;
  readonly models: readonly string[];
  readonly beganMs: number;
  readonly endedMs: number;
  readonly content: SharedContent;
  readonly entries: readonly SharedEntry[];
  /** How many entries were left out at the end, to keep the page small. */
  readonly left: number;
}

const entriesMax = 5_000;
const messageMax = 20_000;
const valueMax = 4_000;
const titleMax = 120;

export interface Sharing {
  readonly content: SharedContent;
  /** Names that must not be seen: the person's, the machine's. */
  readonly names: readonly string[];
}

/** Leaves out of a session what its page is not to tell. Secrets are still to be redacted by the caller. */
export function sharedView(view: SessionView, { content, names }: Sharing): SharedView {
  const clean = withoutPersons(names);
  const says = content !== 'outline';
  const text = (value: string, max: number) => (says ? cut(clean(value), max) : '');
  const writes = Map.groupBy(view.files, ({ event }) => event.data.call ?? '');
  const diffOf = (call: CallView) =>
    (writes.get(call.call) ?? [])
      .flatMap(({ event: { data } }) => [
        `${data.how} ${data.path}`,
        ...(data.patch ?? []).flatMap(({ lines }) => lines.map(valueText)),
      ])
      .join('\n');
  const entries: SharedEntry[] = [
    ...view.turns.map((turn) => ({
      kind: 'turn' as const,
      at: turn.at,
      atMs: turn.timeMs,
      text: text(turn.prompt, messageMax),
      state: turn.error !== undefined ? 'failed' : turn.interrupted ? 'interrupted' : 'ended',
    })),
    ...view.messages.flatMap(({ at, timeMs, role, text: said }) =>
      says && said !== '' ? [{ kind: 'message' as const, at, atMs: timeMs, role, text: text(said, messageMax) }] : [],
    ),
    ...view.calls.map((call) => ({
      kind: 'call' as const,
      at: call.at,
      atMs: call.timeMs,
      tool: call.tool,
      agent: call.agent === 'main' ? undefined : 'subagent',
      what: text(call.effects.find(({ object }) => object !== undefined)?.object ?? '', valueMax),
      outcome: call.endedAt === undefined ? 'unknown' : call.outcome,
      durationMs: call.endedAt === undefined ? undefined : call.endedMs - call.timeMs,
      input: content === 'full' ? text(valueText(call.input), valueMax) : '',
      output: content === 'full' ? text(call.error ?? valueText(call.output), valueMax) : '',
      diff: content === 'full' ? text(diffOf(call), valueMax) : '',
    })),
    ...view.compactions.map(({ at, timeMs }) => ({ kind: 'compaction' as const, at, atMs: timeMs })),
  ].sort((a, b) => a.at - b.at);
  const [first] = view.turns;
  return {
    title:
      (says &&
        cut(
          clean(first?.prompt ?? '')
            .replace(/\s+/g, ' ')
            .trim(),
          titleMax,
        )) ||
      'A session',
    harness: view.harness,
    models: [...new Set(view.models.map(({ model }) => model))],
    beganMs: view.beganMs,
    endedMs: view.endedMs,
    content,
    entries: entries.slice(0, entriesMax),
    left: Math.max(0, entries.length - entriesMax),
  };
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max).toWellFormed()}\n[… ${text.length - max} characters more]`;
}
