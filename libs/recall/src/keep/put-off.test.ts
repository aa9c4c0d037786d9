import { openDatabase } from '@hookline/db';
import { derivers } from '@hookline/memory';
import { newEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { foldStale } from './fold-stale.ts';
import { observeNext } from './observe-next.ts';
import { memoryProgress } from './progress.ts';
import { takeBatch } from './take-batch.ts';

test('a session that cannot be observed is put off, and keeps no other from it', async () => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  const ended = (session: string) =>
    newEvent({
      kind: 'turn.ended',
      id: session,
      source: 'urn:hookline:test',
      time: '2026-11-21T10:00:00.000Z',
      origin: 'hook',
      project: 'github.com/acme/shop',
      session,
      data: {},
    });
  for (const [at, session] of ['codex:1', 'codex:2'].entries())
    await db.transaction((trx) => takeBatch(trx, [{ position: at + 1, event: ended(session) }]));
  const seen: string[] = [];
  const onObserved = async (_: unknown, session: string) => {
    seen.push(session);
    if (session === 'codex:1') throw new Error('no database takes this');
  };
  const faults: string[] = [];
  const onFault = (session: string, error: unknown) => faults.push(`${session}: ${(error as Error).message}`);

  await expect(observeNext(db, derivers, onObserved)).rejects.toThrow('no database takes this');
  while ((await observeNext(db, derivers, onObserved, { onFault })) !== undefined);

  expect(faults).toEqual(['codex:1: no database takes this']);
  expect(seen).toEqual(['codex:1', 'codex:1', 'codex:2']);
  expect(await memoryProgress(db)).toMatchObject({ sessions: 1 });
});

test.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59'])('events dated %s stop nothing', async (time) => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  const base = { source: 'urn:hookline:test', time, origin: 'hook', project: 'github.com/acme/shop' } as const;
  const judged = newEvent({
    ...base,
    kind: 'memory.judged',
    id: 'judged',
    session: 'codex:1',
    data: { memory: 'mem_aaaaaaaa', verdict: 'harmful', by: 'agent' },
  });
  const ran = newEvent({
    ...base,
    kind: 'tool.finished',
    id: 'ran',
    session: 'codex:1',
    data: { call: 'c', tool: 'Bash', effects: [{ type: 'process.exec', object: 'npm test' }], outcome: 'ok' },
  });

  await db.transaction((trx) =>
    takeBatch(
      trx,
      [judged, ran].map((event, at) => ({ position: at + 1, event })),
    ),
  );
  await observeNext(db, derivers, async () => {}, { all: true });
  while ((await foldStale(db, derivers, async () => {})) > 0);

  expect(await db.kysely.selectFrom('memories').select('kind').execute()).toContainEqual({ kind: 'command' });
});
