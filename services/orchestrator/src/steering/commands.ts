import { type Database, notify, type Trx } from '@hookline/db';
import { type Cause, eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { busEvent } from '../bus-event.ts';
import { jsonText } from '../json-text.ts';
import { post } from '../outbox.ts';
import { plainText } from '../plain-text.ts';
import type { MessageRow, Outcome } from './message.ts';
import { refusalOf, type SessionTold, sessionTold } from './session-told.ts';

/** Rings, with the session, when what waits for it changed. */
export const steeringChannel = 'hookline_steering';

export const textMax = 4_000;
export const defaultExpiryMs = 15 * 60_000;
/** A session that hears nothing is not owed more. */
const waitingMax = 20;
const sweptAtOnce = 200;
export const sessionMax = 512;
const byMax = 400;

const now = sql<string>`now()`;

export interface Sending {
  /** Sent once, however often this id is. */
  readonly id: string;
  readonly session: string;
  /** At most 4,000 characters; what is longer is cut. */
  readonly text: string;
  readonly by: string;
  readonly expiresInMs?: number | undefined;
  /** Only there; at whatever comes first where absent. */
  readonly at?: 'prompt' | 'call' | undefined;
  /** The only project whose sessions whoever sends it may tell something; any where absent. */
  readonly project?: string | undefined;
  readonly firing?: string | undefined;
  readonly cause?: Cause | undefined;
}

/**
 * Leaves a message for a running session. It never throws for one that cannot be left: that is a message too, refused
 * with its reason. The same message sent again is the same message; nothing happens then.
 */
export async function send(trx: Trx, asked: Sending): Promise<MessageRow> {
  const { id, by, expiresInMs = defaultExpiryMs, firing, cause } = asked;
  const session = plainText(asked.session, sessionMax);
  const before = await trx.selectFrom('steerMessages').selectAll().where('message', '=', id).executeTakeFirst();
  if (before !== undefined) return before;
  const told = await sessionTold(trx, session);
  const sender = asked.project === '-' ? undefined : asked.project;
  const refusal = refusalOf(session, told, sender) ?? (await crowded(trx, session));
  const isOurs = told !== undefined && (sender === undefined || told.project === sender);
  const inserted = await trx
    .insertInto('steerMessages')
    .values({
      message: id,
      session,
      project: isOurs ? told.project : (sender ?? '-'),
      text: plainText(asked.text, textMax),
      by: plainText(by, byMax),
      at: asked.at ?? null,
      state: refusal === undefined ? 'waiting' : 'refused',
      expiresAt: sql<string>`now() + make_interval(secs => ${expiresInMs / 1000})`,
      endedAt: refusal === undefined ? null : now,
      reason: refusal ?? null,
      firing: firing ?? null,
      cause: cause === undefined ? null : jsonText(cause),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted === undefined) {
    return await trx.selectFrom('steerMessages').selectAll().where('message', '=', id).executeTakeFirstOrThrow();
  }
  await post(trx, sentEvent(inserted, isOurs ? told : undefined));
  if (refusal === undefined) await notify(trx, steeringChannel, ringFor(session));
  else await post(trx, endedEvent(inserted, 'refused', refusal, isOurs));
  return inserted;
}

/** Ends what nobody took in time, by the database's clock. Returns how many messages that were. */
export async function expire(db: Database): Promise<number> {
  return await db.transaction(async (trx) => {
    const late = await trx
      .selectFrom('steerMessages')
      .select('message')
      .where('state', '=', 'waiting')
      .where('expiresAt', '<=', now)
      .orderBy('expiresAt')
      .limit(sweptAtOnce)
      .forUpdate()
      .skipLocked()
      .execute();
    return await endAll(trx, late, 'expired', 'nothing of the session came by in time');
  });
}

/** Refuses whatever waits for a session that has ended. */
export async function refuseWaiting(trx: Trx, sessions: readonly string[]): Promise<number> {
  const waiting = await trx
    .selectFrom('steerMessages')
    .select('message')
    .where('state', '=', 'waiting')
    .where('session', 'in', sessions)
    .orderBy('message')
    .forUpdate()
    .execute();
  return await endAll(trx, waiting, 'refused', 'the session ended before it could be told');
}

async function endAll(
  trx: Trx,
  messages: readonly Pick<MessageRow, 'message'>[],
  outcome: Outcome,
  reason: string,
): Promise<number> {
  if (messages.length === 0) return 0;
  const ended = await trx
    .updateTable('steerMessages')
    .set({ state: outcome, reason, endedAt: now })
    .where(
      'message',
      'in',
      messages.map(({ message }) => message),
    )
    .returningAll()
    .execute();
  for (const row of ended) await post(trx, endedEvent(row, outcome, reason, true));
  for (const session of new Set(ended.map((row) => row.session))) await notify(trx, steeringChannel, ringFor(session));
  return ended.length;
}

/** How many wait is looked at without a lock: racing senders may leave one or two more. */
async function crowded(trx: Trx, session: string): Promise<string | undefined> {
  const { count } = await trx
    .selectFrom('steerMessages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('session', '=', session)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return count < waitingMax
    ? undefined
    : `${count} messages wait for the session ${session} already, at most ${waitingMax} may`;
}

/** A message that is not told in the session it names says so in no session: nobody's history is written into. */
function sentEvent(row: MessageRow, told: SessionTold | undefined) {
  const { message, text, by, expiresAt, at, cause } = row;
  return busEvent<'steer.sent'>({
    kind: 'steer.sent',
    id: eventId('steer', message, 'sent'),
    subject: message,
    project: row.project,
    session: told === undefined ? '-' : row.session,
    causationid: row.firing ?? undefined,
    data: {
      message,
      text,
      by,
      expiresAt,
      ...(at !== null && { at }),
      ...(told === undefined && { to: row.session }),
      ...(cause !== null && { cause }),
    },
  });
}

/** There is one end of a message, whoever says it: its id is the same, and the log keeps the first. */
function endedEvent(
  { message, project, session, firing, cause }: MessageRow,
  outcome: Outcome,
  reason: string,
  isTold: boolean,
) {
  return busEvent<'steer.ended'>({
    kind: 'steer.ended',
    id: eventId('steer', message, 'ended'),
    subject: message,
    project,
    session: isTold ? session : '-',
    causationid: firing ?? undefined,
    data: { message, outcome, reason, ...(cause !== null && { cause }) },
  });
}

/** What PostgreSQL carries in a notification is bounded: without a name everybody is rung. */
const ringFor = (session: string): string => (Buffer.byteLength(session) > 4_000 ? '' : session);
