import type { Database } from '@hookline/db';
import type { BodyStore } from '@hookline/log';
import { type RawBuilder, sql } from 'kysely';

/** A body that nothing wants any more: every event that referred to it is past its time for bodies, or gone itself. */
export interface DueBody {
  readonly ref: string;
  readonly bytes: number;
  readonly rule: string;
}

const bodiesAtOnce = 1_000;

/**
 * Bodies that are due, after the reference `after`, in their order. `due` is SQL for the rule by which the bodies of the
 * row `e` of `events` expire; references from events behind `until` keep a body.
 */
export async function dueBodies(
  db: Database,
  due: RawBuilder<string | null>,
  until: number,
  after: string,
): Promise<DueBody[]> {
  const { rows } = await sql<DueBody>`
    select b.ref, max(b.bytes) as bytes, min(coalesce(b.gone, ${due})) as rule
    from body_references b left join events e on e.position = b.position
    where b.ref > ${after}
    group by b.ref
    having bool_and(b.position <= ${until} and coalesce(b.gone, ${due}) is not null)
    order by b.ref limit ${bodiesAtOnce}`.execute(db.kysely);
  return rows;
}

/**
 * Deletes the bodies that are due. Each is noted first, so that readers are told why it is missing; one that somebody put
 * again just now is left for the next run. A body that came back without a new event goes again.
 */
export async function expireBodies(
  db: Database,
  bodies: BodyStore,
  expiring: {
    readonly due: RawBuilder<string | null>;
    readonly until: number;
    readonly graceMs: number;
    readonly run: number;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { due, until, graceMs, run, signal } = expiring;
  for (let after = ''; ; ) {
    const found = await dueBodies(db, due, until, after);
    for (const { ref, bytes, rule } of found) {
      signal.throwIfAborted();
      await db.kysely
        .insertInto('expiredBodies')
        .values({ ref, bytes, rule, run })
        .onConflict((conflict) => conflict.column('ref').doNothing())
        .execute();
      const fate = await bodies.delete(ref, { untouchedForMs: graceMs });
      const noted = db.kysely.updateTable('expiredBodies').set({ deleted: true }).where('ref', '=', ref);
      if (fate === 'in-use') await db.kysely.deleteFrom('expiredBodies').where('ref', '=', ref).execute();
      else await noted.where('deleted', '=', false).execute();
    }
    if (found.length < bodiesAtOnce) return;
    after = found[found.length - 1]!.ref;
  }
}
