import type { Effect } from '@hookline/schemas';
import type { Places } from '../words/effects.ts';
import type { Payload } from '../words/payload.ts';

/** What a hook can be told something at, in the words of memory's surfaces. Paths are as events say them. */
export type Asked = {
  /** `main`, or the harness's id of a subagent. */
  readonly agent: string;
  readonly call?: string | undefined;
} & (
  | { readonly surface: 'prompt'; readonly text: string }
  | { readonly surface: 'before-edit'; readonly paths: readonly string[] }
  | { readonly surface: 'before-command'; readonly command: string }
  | { readonly surface: 'after-failure'; readonly error: string }
);

/** The events of a harness at which it takes a text for the model. */
export interface AskedEvents {
  readonly prompt?: string;
  readonly call?: string;
  readonly failure?: string;
}

/** A call that is about to run, in the words of its `tool.started`. */
export interface AboutToRun {
  /** `main`, or the harness's id of a subagent. */
  readonly agent: string;
  /** The harness's id of the call, where its hooks say it. */
  readonly call?: string | undefined;
  readonly tool: string;
  readonly input: unknown;
  readonly effects: readonly Effect[];
}

/** What is said to a call before it runs. */
export interface Ruled {
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly reason: string;
}

/** How a harness takes a decision before a call runs. Pure. */
export interface Guard {
  /** The event that decides. */
  readonly event: string;
  /** Whether it can be told to ask a person. */
  readonly canAsk: boolean;
  /** The call of a payload of `event`; undefined where it names none. */
  call(payload: Payload, places: Places): AboutToRun | undefined;
  /** The answer as the shim hands it on, with a text for the model beside it where the harness takes one there. */
  answer(ruled: Ruled | undefined, text: string | undefined): string;
}

/** How one harness's hooks are told something. Pure. */
export interface Asker {
  readonly harness: string;
  readonly events: AskedEvents;
  /** The event at which a card is shown; undefined where none is. */
  readonly opening: string | undefined;
  /** Whether the agent that is told has a new memory from here on: a beginning, or a compaction. */
  forgets(payload: Payload): boolean;
  /** What a payload of one of `events` asks; undefined where nothing can be said to it. */
  asked(payload: Payload, places: Places): Asked | undefined;
  /** The answer as the shim hands it on, a newline at its end; without a text, what it takes for nothing. */
  answer(event: string, text: string | undefined): string;
  /** Who tells that an agent was told something: the harness's own record, or else the edge that answered. */
  readonly toldBy: 'record' | 'edge';
  /** How calls are stopped; undefined where the harness has no way. */
  readonly guard?: Guard | undefined;
}

/** The answer of harnesses that take the JSON that Claude Code introduced. */
export function hookAnswer(event: string, text: string | undefined): string {
  if (text === undefined) return '\n';
  return `${JSON.stringify({ hookSpecificOutput: { hookEventName: event, additionalContext: text } })}\n`;
}

/** What a call that is about to run asks, by what it will do. */
export function askedByEffects(
  effects: readonly Effect[],
  of: { readonly agent: string; readonly call?: string | undefined },
): Asked | undefined {
  const command = effects.find(({ type }) => type === 'process.exec')?.object;
  if (command !== undefined) return { ...of, surface: 'before-command', command };
  const paths = effects.flatMap(({ type, object }) => (type === 'file.write' && object !== undefined ? [object] : []));
  return paths.length === 0 ? undefined : { ...of, surface: 'before-edit', paths };
}
