import type { CloudEvent } from '@hookline/schemas';
import type { CaptureContext } from '../adapter.ts';
import { makeEvent } from '../telling/make-event.ts';
import { placeAtTime, rank } from '../words/place.ts';

/** What an agent was told, or would have been in a session that is held out. */
export interface Injected {
  readonly harness: string;
  /** Our id. */
  readonly session: string;
  readonly agent: string;
  readonly surface: string;
  readonly memories: readonly string[];
  readonly tokens: number;
  readonly text: string;
  readonly heldOut: boolean;
  readonly about?: string | undefined;
  readonly call?: string | undefined;
  readonly dropped: readonly { readonly memory: string; readonly reason: string }[];
  /** When it was asked for, Unix milliseconds. */
  readonly atMs: number;
  /** What tells it from other injections of the session: a name that does not come twice. */
  readonly name: string;
}

const adapterVersion = 'edge/1';

/** The event of an injection that no record of the harness tells of. */
export function injectedEvent(injected: Injected, context: CaptureContext): CloudEvent {
  const { harness, session, agent, surface, memories, tokens, text, heldOut, about, call, dropped, atMs, name } =
    injected;
  return makeEvent(
    {
      kind: 'memory.injected',
      identity: [session, 'memory.injected', surface, name],
      timeMs: atMs,
      sequence: placeAtTime(atMs).at(rank.notice, name),
      agent,
      data: {
        surface,
        memories: [...memories],
        tokens,
        text,
        heldOut: heldOut ? true : undefined,
        about,
        call,
        dropped: dropped.length === 0 ? undefined : dropped.map((one) => ({ ...one })),
      },
    },
    { harness, adapterVersion, session, context, origin: 'hook' },
  );
}
