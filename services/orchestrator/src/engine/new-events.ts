import type { Database } from '@hookline/db';
import type { RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import { storable } from '../json-text.ts';

const recentMax = 50_000;

/**
 * Leaves out events whose id came at an earlier position: the log may have taken one twice when it was sent again after
 * the broker had forgotten it. The archive knows the first position of every id; it may be a little behind, so that ids
 * of late are remembered here too.
 */
export class NewEvents {
  readonly #db: Database;
  readonly #recent = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
  }

  async of(batch: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
    // As the archive keeps them: an id may hold what a database does not take.
    const ids = batch.map(({ event }) => storable(event.id));
    if (ids.length === 0) return batch;
    const rows = await this.#db.kysely
      .selectFrom('eventIds')
      .select(['id', 'position'])
      .where(sql<boolean>`id = any(${ids}::text[])`)
      .execute();
    const first = new Map(rows.map(({ id, position }) => [id, position]));
    const inBatch = new Set<string>();
    return batch.filter(({ position, event }) => {
      const id = storable(event.id);
      const earlier = Math.min(first.get(id) ?? position, this.#recent.get(id) ?? position);
      const isNew = earlier >= position && !inBatch.has(id);
      inBatch.add(id);
      return isNew;
    });
  }

  /** Remembers what was taken for good. */
  took(batch: readonly RecordedEvent[]): void {
    for (const { position, event } of batch) {
      const id = storable(event.id);
      if (!this.#recent.has(id)) this.#recent.set(id, position);
    }
    for (const id of this.#recent.keys()) {
      if (this.#recent.size <= recentMax) return;
      this.#recent.delete(id);
    }
  }
}
