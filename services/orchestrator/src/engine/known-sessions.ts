import type { Database, Trx } from '@hookline/db';
import { noFacts, type Reading, type ReadingMemory, type SessionFacts, tieName } from '@hookline/rules';
import { sql } from 'kysely';
import { jsonText, storable } from '../json-text.ts';

const cachedMax = 2_000;
const tiesMax = 10_000;

/**
 * What the engine knows of sessions, in memory and in tables. What lies in memory is right as long as nobody else moves
 * the checkpoint; whoever finds that somebody did has to begin anew with an empty one.
 */
export class KnownSessions {
  readonly memory: ReadingMemory = { clockMs: 0, facts: new Map(), ties: new Map() };
  readonly #db: Database;

  private constructor(db: Database) {
    this.#db = db;
  }

  static async open(db: Database, consumer: string): Promise<KnownSessions> {
    const known = new KnownSessions(db);
    const clock = await db.kysely
      .selectFrom('ruleClock')
      .select('clockMs')
      .where('consumer', '=', consumer)
      .executeTakeFirst();
    known.memory.clockMs = clock?.clockMs ?? 0;
    const ties = db.kysely.selectFrom('workTies').selectAll().orderBy('position', 'desc').limit(tiesMax);
    for (const { host, folder, item, cause } of await ties.execute()) {
      known.memory.ties.set(tieName(host, folder), { item, cause: cause ?? undefined });
    }
    return known;
  }

  /** Brings the facts of these sessions into memory. */
  async need(sessions: Iterable<string>, on: Pick<Trx, 'selectFrom'> = this.#db.kysely): Promise<void> {
    const { facts } = this.memory;
    const missing = [...new Set(sessions)].filter((session) => session !== '-' && !facts.has(session));
    if (missing.length === 0) return;
    const rows = await on
      .selectFrom('sessionFacts')
      .select(['session', 'facts'])
      .where(sql<boolean>`session = any(${missing.map(storable)}::text[])`)
      .execute();
    for (const row of rows) facts.set(row.session, { ...noFacts(row.session), ...(row.facts as SessionFacts) });
  }

  /** Writes what a reading changed. */
  async save(trx: Trx, { changed, newTies }: Reading, position: number): Promise<void> {
    const rows = [...changed].map((session) => ({
      session: storable(session),
      facts: jsonText(this.memory.facts.get(session)),
      position,
    }));
    if (rows.length > 0) {
      await trx
        .insertInto('sessionFacts')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('session').doUpdateSet((eb) => ({
            facts: eb.ref('excluded.facts'),
            position: eb.ref('excluded.position'),
          })),
        )
        .execute();
    }
    for (const [name, { item, cause }] of newTies) {
      const [host, folder] = name.split('\0') as [string, string];
      const row = { item, cause: cause === undefined ? null : jsonText(cause), position };
      await trx
        .insertInto('workTies')
        .values({ host, folder, ...row })
        .onConflict((conflict) => conflict.columns(['host', 'folder']).doUpdateSet(row))
        .execute();
    }
  }

  /** Forgets what was not needed for long; it is read again when it is. */
  trim(): void {
    const { facts } = this.memory;
    for (const session of facts.keys()) {
      if (facts.size <= cachedMax) return;
      facts.delete(session);
    }
  }
}
