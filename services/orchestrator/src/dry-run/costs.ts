import type { Database } from '@hookline/db';
import type { Action } from '@hookline/rules';
import { sql } from 'kysely';

/** Items of a queue that ended, and what they cost together. */
interface Ended {
  readonly queue: string;
  readonly harness: string | null;
  readonly sum: number;
  readonly items: number;
}

/** What work costs, as far as ended work and sessions tell. */
export class Costs {
  readonly #ended: readonly Ended[];
  readonly #byHarness: ReadonlyMap<string, number>;

  private constructor(ended: readonly Ended[], byHarness: ReadonlyMap<string, number>) {
    this.#ended = ended;
    this.#byHarness = byHarness;
  }

  /** Means over what has ended, of one project only where one is given. */
  static async read(db: Database, project?: string): Promise<Costs> {
    let items = db.kysely
      .selectFrom('workItems')
      .select(['queue', 'harness', sql<number>`sum(cost_usd)`.as('sum'), sql<number>`count(*)`.as('items')])
      .where('costUsd', 'is not', null)
      .where('endedAt', 'is not', null)
      .groupBy(['queue', 'harness']);
    let sessions = db.kysely
      .selectFrom('sessionFacts')
      .select([
        sql<string>`facts ->> 'harness'`.as('harness'),
        sql<number>`avg((facts ->> 'costUsd')::double precision)`.as('mean'),
      ])
      .where(sql<boolean>`(facts ->> 'costUsd')::double precision > 0`)
      .groupBy(sql`facts ->> 'harness'`);
    if (project !== undefined) {
      items = items.where('project', '=', project);
      sessions = sessions.where(sql`facts ->> 'project'`, '=', project);
    }
    const [ended, told] = await Promise.all([items.execute(), sessions.execute()]);
    return new Costs(ended, new Map(told.map(({ harness, mean }) => [harness, mean])));
  }

  /** What an action would cost; null where nothing like it ever ended with a cost. What starts no agent costs nothing. */
  of(action: Action): number | null {
    if (!('work' in action)) return 0;
    const { queue, harness, children } = action.work;
    const ofQueue = this.#ended.filter((one) => one.queue === queue);
    const one =
      mean(ofQueue.filter((ended) => ended.harness === (harness ?? null))) ??
      mean(ofQueue) ??
      (harness === undefined ? undefined : this.#byHarness.get(harness));
    if (one === undefined) return null;
    return one * Math.max(1, children?.length ?? 1);
  }

  /** Of several together: null where one of them is not known. */
  ofAll(actions: readonly Action[]): number | null {
    return sumOf(actions.map((action) => this.of(action)));
  }
}

/** A sum that is known only where all of its parts are. */
export function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function mean(ended: readonly Ended[]): number | undefined {
  const items = ended.reduce((total, one) => total + one.items, 0);
  return items === 0 ? undefined : ended.reduce((total, one) => total + one.sum, 0) / items;
}
