import type { Trx } from '@hookline/db';
import { notify } from '@hookline/db';
import type { BusEvent } from '@hookline/schemas';
import type { FollowedEvent, Follower } from '../engine/followers.ts';
import { jsonText } from '../json-text.ts';
import { plainText, plainTime } from '../plain-text.ts';
import { refuseWaiting, sessionMax, steeringChannel, textMax } from './commands.ts';

const idMax = 200;
const wordsMax = 500;

type Of<K extends BusEvent['kind']> = Extract<BusEvent, { kind: K }>;

/**
 * Keeps messages as the log tells of them: what was sent, how each ended (the first end in the log wins, whatever this
 * process thought), and that a session which ended is told nothing more.
 */
export const steeringFollower: Follower = {
  name: 'steering',
  kinds: ['steer.sent', 'steer.ended', 'session.ended'],
  async follow(trx, events) {
    for (const followed of events) {
      const { event, position } = followed;
      if (event.kind === 'steer.sent') await sent(trx, event, position);
      else if (event.kind === 'steer.ended') await ended(trx, event, position);
    }
    const over = endedSessions(events);
    if (over.length > 0) await refuseWaiting(trx, over);
  },
};

/** In a log that is read again the ends of messages are told as well; what still waits at its end expires. */
const newsMs = 10 * 60_000;

function endedSessions(events: readonly FollowedEvent[]): string[] {
  const since = Date.now() - newsMs;
  const over = events.flatMap(({ event }) =>
    event.kind === 'session.ended' && Date.parse(event.recordedtime ?? event.time) > since ? event.session : [],
  );
  return [...new Set(over)];
}

/** A database that lost its messages gets them back; one that has the message learns where in the log it is. */
async function sent(trx: Trx, { data, session, project, ...event }: Of<'steer.sent'>, position: number): Promise<void> {
  const { message, text, by, expiresAt, at, to, cause } = data;
  await trx
    .insertInto('steerMessages')
    .values({
      message: plainText(message, idMax),
      session: plainText(to ?? session, sessionMax),
      project: plainText(project, sessionMax),
      text: plainText(text, textMax),
      by: plainText(by, wordsMax),
      at: at ?? null,
      state: to === undefined ? 'waiting' : 'refused',
      sentAt: plainTime(event.recordedtime ?? event.time),
      expiresAt: plainTime(expiresAt),
      position,
      firing: cause === undefined ? null : plainText(cause.firing, idMax),
      cause: cause === undefined ? null : jsonText(cause),
    })
    .onConflict((conflict) => conflict.column('message').doUpdateSet({ position }))
    .execute();
}

/**
 * Whoever may publish into the session may say how its message ended; nobody else. What this process had put down of
 * the end gives way: it may have been said later.
 */
async function ended(trx: Trx, { data, session, ...event }: Of<'steer.ended'>, position: number): Promise<void> {
  const { message, outcome, surface, call, reason } = data;
  const changed = await trx
    .updateTable('steerMessages')
    .set({
      state: outcome,
      surface: surface === undefined ? null : plainText(surface, idMax),
      call: call === undefined ? null : plainText(call, wordsMax),
      reason: reason === undefined ? null : plainText(reason, wordsMax),
      endedAt: plainTime(event.recordedtime ?? event.time),
      endedPosition: position,
    })
    .where('message', '=', plainText(message, idMax))
    .where('endedPosition', 'is', null)
    .where((row) =>
      session === '-' ? row('state', '=', 'refused') : row('session', '=', plainText(session, sessionMax)),
    )
    .returning('session')
    .executeTakeFirst();
  if (changed !== undefined) await notify(trx, steeringChannel, changed.session);
}
