import { type Database, openDatabase } from '@hookline/db';
import { firstCheckpoint, prepareGenerations, projectBatch, projections } from '@hookline/projections';
import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import { noonMs, type TellEvent, teller, testDatabase } from '@hookline/testing';
import { findSessions } from './find/find-sessions.ts';
import type { Reach } from './find/scope.ts';
import { indexNext, noteChanges } from './index/index-step.ts';
import { parseQuery } from './query/parse.ts';

/** What tests of the index and of what is found in it share. */

export const reach: Reach = { asOf: new Date(noonMs).toISOString(), timeOf: (text) => new Date(text).toISOString() };

export async function open(): Promise<Database> {
  const database = await testDatabase({ template: { name: 'search', prepare } });
  const db = await openDatabase(database.url);
  return {
    ...db,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function prepare(url: string): Promise<void> {
  await using db = await openDatabase(url);
  await prepareGenerations(db, projections);
}

/** Makes events, each a second after the one before. */
export const maker = (): TellEvent =>
  teller({ session: 'claude-code:one', harness: 'claude-code', actor: 'ada@example.com' });

export async function project(db: Database, events: readonly CloudEvent[]): Promise<void> {
  if (events.length === 0) return;
  const stored = await db.kysely
    .selectFrom('checkpoints')
    .selectAll()
    .where('name', '=', 'projector')
    .executeTakeFirst();
  const checkpoint = stored ?? firstCheckpoint('test');
  const batch = events.map((event, index): RecordedEvent => ({ position: checkpoint.position + index + 1, event }));
  await projectBatch(db, projections, checkpoint, batch);
}

/** Indexes whatever waits. */
export async function index(db: Database): Promise<void> {
  await noteChanges(db);
  while ((await indexNext(db)) !== undefined);
}

/** The sessions a query finds, in order, with their hits in one line each. */
export async function find(db: Database, text: string, more: Partial<Reach> = {}): Promise<Record<string, string[]>> {
  const { sessions } = await findSessions(db, parseQuery(text), { ...reach, ...more }, { limit: 50 });
  return Object.fromEntries(
    sessions.map(({ session, hits }) => [
      session,
      hits.map(
        ({ field, snippet }) =>
          `${field}: ${snippet.map((part) => (part.mark ? `[${part.text}]` : part.text)).join('')}`,
      ),
    ]),
  );
}
