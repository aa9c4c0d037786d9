import { type Database, openDatabase } from '@hookline/db';
import type { CloudEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { projections } from './projections.ts';
import { prepareGenerations } from './store/generations.ts';
import { firstCheckpoint, projectBatch } from './store/project-batch.ts';
import { recorded } from './test-events.ts';

/** Read models and views in a database of their own. */
export interface TestStore extends AsyncDisposable {
  readonly db: Database;
  /** Takes events into the archive and the read models, after those before. */
  tell(...events: readonly CloudEvent[]): Promise<void>;
}

export async function openStore(): Promise<TestStore> {
  const database = await testDatabase({ template: { name: 'projections', prepare } });
  const db = await openDatabase(database.url);
  await prepareGenerations(db, projections);
  let checkpoint = firstCheckpoint('test');
  return {
    db,
    async tell(...events) {
      const batch = recorded(events, checkpoint.position + 1);
      checkpoint = (await projectBatch(db, projections, checkpoint, batch)).checkpoint;
    },
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function prepare(url: string): Promise<void> {
  await using _ = await openDatabase(url);
}
