import { openDatabase } from '@hookline/db';
import { MemoryLog } from '@hookline/log';
import { decisionOf, deriveAll, derivers, factOf, type Memory } from '@hookline/memory';
import { newEvent, type RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { foldStale } from './fold-stale.ts';
import { forgetMemories } from './forget.ts';
import { observeNext } from './observe-next.ts';
import { takeBatch } from './take-batch.ts';
import { tellLog } from './tell.ts';

const project = 'github.com/acme/shop';
const secret = 'the blue heron flies at noon';

async function open() {
  const stack = new AsyncDisposableStack();
  const db = stack.use(await openDatabase(stack.use(await testDatabase()).url));
  const nothing = async () => {};
  return {
    db,
    take: (events: readonly RecordedEvent[]) => db.transaction((trx) => takeBatch(trx, events)),
    settle: async () => {
      while ((await observeNext(db, derivers, nothing, { all: true })) !== undefined);
      while ((await foldStale(db, derivers, nothing)) > 0);
    },
    kept: async () =>
      (await db.kysely.selectFrom('memories').select('memory').orderBy('id').execute()).map(
        (row) => row.memory as Memory,
      ),
    /** As retention does. */
    expire: async (events: readonly RecordedEvent[], session: string) => {
      const { rows } = await sql<{ run: number }>`
        insert into retention_runs (asked_by, policy) values ('a test', '{}') returning run`.execute(db.kysely);
      for (const { position, event } of events)
        await sql`
          insert into expired_events (position, kind, project, session, bytes, rule, run)
          values (${position}, ${event.type}, ${event.project}, ${event.session}, 1, 'test', ${rows[0]!.run})`.execute(
          db.kysely,
        );
      await db.transaction((trx) => forgetMemories(trx, session));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const base = {
  source: 'urn:hookline:test',
  origin: 'hook',
  project,
  actor: 'ann',
} as const;
const time = (minute: number) => `2026-11-21T10:${String(minute).padStart(2, '0')}:00.000Z`;
const ran = (session: string, minute: number) =>
  newEvent({
    ...base,
    kind: 'tool.finished',
    id: `ran-${session}`,
    time: time(minute),
    session,
    data: { call: 'c', tool: 'Bash', effects: [{ type: 'process.exec', object: 'npm test' }], outcome: 'ok' },
  });
const numbered = (events: readonly RecordedEvent['event'][]): RecordedEvent[] =>
  events.map((event, at) => ({ position: at + 1, event }));

test('what was judged in a session goes with it: what is left is what a rebuild comes to', async () => {
  await using here = await open();
  const runs = ['codex:1', 'codex:2', 'codex:3'].map(ran);
  const [memory] = deriveAll(
    numbered(runs).flatMap((one) => factOf(one) ?? []),
    [],
    derivers,
  );
  const judged = newEvent({
    ...base,
    kind: 'memory.judged',
    id: 'judged',
    time: time(30),
    session: 'codex:judge',
    data: { memory: memory!.id, verdict: 'harmful', by: 'agent' },
  });
  const history = numbered([...runs, judged]);
  await here.take(history);
  await here.settle();
  expect((await here.kept())[0]).toMatchObject({ harmful: 1 });

  await here.expire(history.slice(3), 'codex:judge');
  await here.settle();

  const left = history.slice(0, 3);
  expect(await here.kept()).toEqual(
    deriveAll(
      left.flatMap((one) => factOf(one) ?? []),
      left.flatMap((one) => decisionOf(one) ?? []),
      derivers,
    ),
  );
});

test('nothing of the words of an erased session is kept, nor told to the log when its memory goes', async () => {
  await using here = await open();
  const log = new MemoryLog();
  const session = 'codex:secret';
  const said = newEvent({
    ...base,
    kind: 'memory.remembered',
    id: 'said',
    time: time(1),
    session,
    data: { statement: secret, as: 'directive', scope: 'person', by: 'person', about: secret },
  });
  const history = numbered([said]);
  await here.take(history);
  await here.settle();
  await tellLog(here.db, log);
  const { last } = await log.head();
  expect(JSON.stringify(await log.get(last))).toContain(secret);

  await here.expire(history, session);
  await here.settle();
  await tellLog(here.db, log);

  const gone = await log.get(last + 1);
  expect(gone?.event.data).toMatchObject({ reason: 'source-erased', status: 'retired', statement: '' });
  expect(JSON.stringify(gone)).not.toContain('heron');
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and (table_name like 'memor%' or table_name like 'recall%')`.execute(
    here.db.kysely,
  );
  expect(rows.length).toBeGreaterThan(8);
  for (const { name } of rows) {
    const found = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t where t::text like '%heron%'`.execute(here.db.kysely);
    expect([name, found.rows]).toEqual([name, []]);
  }
  await log[Symbol.asyncDispose]?.();
});
