import { type CloudEvent, type DataOf, eventId } from '@hookline/schemas';
import type { CaptureContext } from '../adapter.ts';
import { makeEvent } from '../telling/make-event.ts';
import { placeAtTime, rank } from '../words/place.ts';

/** Whose event it is that the edge tells of by itself. */
interface EdgeFact {
  readonly harness: string;
  /** Our id. */
  readonly session: string;
  readonly agent?: string | undefined;
  /** Unix milliseconds. */
  readonly atMs: number;
}

const adapterVersion = 'edge/1';

/** What became of a message for a session. The same message ends once, whoever says so. */
export function steerEndedEvent(of: EdgeFact, data: DataOf<'steer.ended'>, context: CaptureContext): CloudEvent {
  const { harness, session, agent, atMs } = of;
  const event = makeEvent(
    {
      kind: 'steer.ended',
      identity: [session, 'steer.ended', data.message],
      timeMs: atMs,
      sequence: placeAtTime(atMs).at(rank.notice, data.message),
      agent,
      data,
    },
    { harness, adapterVersion, session, context, origin: 'hook' },
  );
  return { ...event, id: eventId('steer', data.message, 'ended') };
}

/** What a policy decided, or would have, before a call ran. `name` tells it from other calls of the session. */
export function guardDecidedEvent(
  of: EdgeFact & { readonly name: string },
  data: DataOf<'guard.decided'>,
  context: CaptureContext,
): CloudEvent {
  const { harness, session, agent, atMs, name } = of;
  return makeEvent(
    {
      kind: 'guard.decided',
      identity: [session, 'guard.decided', data.policy, data.version, name],
      timeMs: atMs,
      sequence: placeAtTime(atMs).at(rank.decided, name),
      agent,
      data,
    },
    { harness, adapterVersion, session, context, origin: 'hook' },
  );
}
