import { archivist, type Database, selectUnnested, type Trx } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { type AnyProjection, carefully, foldSessionEverywhere } from '@hookline/projections';
import { type RawBuilder, sql } from 'kysely';

/** Something made of a session besides the read models, that must not outlive its events. In the caller's transaction. */
export type Forget = (trx: Trx, session: string) => Promise<void>;

/** What expiring events needs. */
export interface Expiring {
  readonly db: Database;
  readonly log: EventLog;
  readonly projections: readonly AnyProjection[];
  readonly forget: readonly Forget[];
  readonly signal: AbortSignal;
  /** SQL for the rule by which a row of `events` expires; null where it is kept. */
  readonly due: RawBuilder<string | null>;
  readonly run: number;
}

/** Positions looked at by one query. */
const window = 20_000;
/** Events of one session that go in one transaction. */
const eventsAtOnce = 20_000;
const erasedAtOnce = 500;
const inFlight = 16;

/**
 * Deletes every event that is due up to `until`, a session at a time: out of the archive, with the session folded again in
 * every generation, in one transaction; then out of the log. A process that dies in between leaves positions that are
 * noted as expired and not yet erased: `eraseExpired` goes on with them.
 */
export async function expireEvents(expiring: Expiring, until: number): Promise<void> {
  const { db, due, signal } = expiring;
  for (let after = 0; after < until; after += window) {
    const { rows } = await sql<{ session: string }>`
      select distinct session from events
      where position > ${after} and position <= ${Math.min(after + window, until)} and ${due} is not null
    `.execute(db.kysely);
    for (const { session } of rows) {
      let expired: number;
      do {
        signal.throwIfAborted();
        expired = await carefully(db, (trx, careful) => expireSession(trx, expiring, session, until, careful));
      } while (expired === eventsAtOnce);
    }
    if (rows.length > 0) await eraseExpired(expiring);
  }
}

interface DueEvent {
  readonly position: number;
  readonly kind: string;
  readonly project: string;
  readonly bytes: number;
  readonly rule: string;
}

async function expireSession(
  trx: Trx,
  { due, run, projections, forget }: Expiring,
  session: string,
  until: number,
  careful: boolean,
): Promise<number> {
  // The projector waits, so that no generation moves while the session is folded again.
  await trx.selectFrom('checkpoints').select('position').where('name', '=', archivist).forUpdate().execute();
  const { rows } = await sql<DueEvent>`
    select position, kind, project, octet_length(event::text) as bytes, ${due} as rule from events
    where session = ${session} and position <= ${until} and ${due} is not null
    order by position limit ${eventsAtOnce}`.execute(trx);
  if (rows.length === 0) return 0;
  const positions = { name: 'position', type: 'bigint', values: rows.map(({ position }) => String(position)) };
  const text = (name: string, of: (row: DueEvent) => string) => ({ name, type: 'text', values: rows.map(of) });
  await sql`
    insert into expired_events (position, kind, project, session, bytes, rule, run) ${selectUnnested([
      positions,
      text('kind', ({ kind }) => kind),
      text('project', ({ project }) => project),
      text('session', () => session),
      { name: 'bytes', type: 'bigint', values: rows.map(({ bytes }) => String(bytes)) },
      text('rule', ({ rule }) => rule),
      { name: 'run', type: 'bigint', values: rows.map(() => String(run)) },
    ])}`.execute(trx);
  const gone = sql`select position from expired_events where run = ${run} and session = ${session}`;
  await sql`
    update body_references b set gone = x.rule from expired_events x
    where x.position = b.position and x.run = ${run} and x.session = ${session}`.execute(trx);
  await sql`delete from events where session = ${session} and position in (${gone})`.execute(trx);
  await foldSessionEverywhere(trx, projections, session, careful);
  for (const one of forget) await one(trx, session);
  return rows.length;
}

/** Erases from the log what was expired and may still be there. */
export async function eraseExpired({ db, log, signal }: Pick<Expiring, 'db' | 'log' | 'signal'>): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const rows = await db.kysely
      .selectFrom('expiredEvents')
      .select('position')
      .where('erased', '=', false)
      .orderBy('position')
      .limit(erasedAtOnce)
      .execute();
    if (rows.length === 0) return;
    const { first } = await log.head();
    const positions = rows.map(({ position }) => position);
    const held = positions.filter((position) => position >= first);
    for (let at = 0; at < held.length; at += inFlight) {
      signal.throwIfAborted();
      await Promise.all(held.slice(at, at + inFlight).map((position) => log.erase(position)));
    }
    await db.kysely.updateTable('expiredEvents').set({ erased: true }).where('position', 'in', positions).execute();
  }
}
