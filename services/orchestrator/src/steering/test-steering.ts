import { type Database, openDatabase } from '@hookline/db';
import { noFacts } from '@hookline/rules';
import { type BusEvent, type CloudEvent, eventId, newEvent, readEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { steeringFollower } from './follow.ts';

export const shop = 'github.com/acme/shop';

/** A database with sessions, and a log that takes each id once: what is in the outbox goes there, and is folded. */
export async function openSteering() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db: Database = stack.use(await openDatabase(database.url));
  const log: { event: BusEvent; position: number }[] = [];
  const ids = new Set<string>();
  let read = 0;
  const append = (event: CloudEvent) => {
    if (ids.has(event.id)) return;
    ids.add(event.id);
    log.push({ event: readEvent({ ...event, recordedtime: new Date().toISOString() })!, position: log.length + 1 });
  };
  return {
    db,
    log,
    append,
    /** Lets rules know of a session. */
    async session(session: string, { project = shop, ended = false } = {}) {
      const facts = { ...noFacts(session), project, ended };
      await db.kysely
        .insertInto('sessionFacts')
        .values({ session, facts: JSON.stringify(facts), position: 1 })
        .onConflict((conflict) => conflict.column('session').doUpdateSet({ facts: JSON.stringify(facts) }))
        .execute();
    },
    /** Sends what is in the outbox. */
    async relay() {
      const sent = await db.kysely.deleteFrom('outbox').returning(['number', 'event']).execute();
      for (const { event } of sent.toSorted((a, b) => a.number - b.number)) append(event!);
    },
    /** Folds what of the log was not folded yet. */
    async follow(into: Database = db, from = read) {
      const batch = log.slice(from).filter(({ event }) => steeringFollower.kinds.includes(event.kind));
      if (into === db) read = log.length;
      await into.transaction((trx) => steeringFollower.follow(trx, batch));
    },
    async timePasses() {
      await sql`update steer_messages set expires_at = now() - interval '1 second'`.execute(db.kysely);
    },
    /** What an edge says of a message. */
    delivered(message: string, session: string, outcome: 'delivered' | 'expired' | 'refused' = 'delivered') {
      append(
        newEvent({
          kind: 'steer.ended',
          id: eventId('steer', message, 'ended'),
          source: 'urn:hookline:test:edge',
          time: new Date().toISOString(),
          origin: 'hook',
          project: shop,
          session,
          data: { message, outcome, surface: 'prompt' },
        }),
      );
    },
    ended(session: string) {
      append(
        newEvent({
          kind: 'session.ended',
          id: eventId('ended', session),
          source: 'urn:hookline:test:edge',
          time: new Date().toISOString(),
          origin: 'hook',
          project: shop,
          session,
          data: { reason: 'other' },
        }),
      );
    },
    kinds: () => log.map(({ event }) => event.kind),
    async rows() {
      return await db.kysely.selectFrom('steerMessages').selectAll().orderBy('sentAt').orderBy('message').execute();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
