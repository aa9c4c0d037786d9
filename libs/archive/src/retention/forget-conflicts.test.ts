import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forgetConflicts } from './forget-conflicts.ts';

test('conflicts that stand on expired events go, with what is kept of a session that is over', async () => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  const run = (text: string) => sql.raw(text).execute(db.kysely);
  await run(`insert into retention_runs (asked_by, policy) values ('test', '{}')`);
  await run(`insert into expired_events (position, kind, project, session, bytes, rule, run)
    select 7, 'file.written', 'p', 'codex:1', 1, 'r', run from retention_runs`);
  await run(`insert into conflict_sessions (session, last_at, notes) values
    ('codex:1', now() - interval '2 days', '{}'), ('codex:2', now() - interval '2 days', '{}')`);
  await run(`insert into conflict_writes (project, path, session, last_at, write) values
    ('p', 'a', 'codex:1', now() - interval '2 days', '{}'), ('p', 'b', 'codex:1', now(), '{}'),
    ('p', 'a', 'codex:2', now() - interval '2 days', '{}')`);
  const conflict = (id: string, sessions: string, position: number, first: number) =>
    run(`insert into conflicts (conflict, project, path, pair, sessions, first_at, last_at, position, found) values
      ('${id}', 'p', 'a', 'x', '{${sessions}}', now(), now(), ${position},
       '{"sides": [{"position": ${first}}, {"position": 9}]}')`);
  await conflict('made by it', 'codex:1,codex:2', 7, 5);
  await conflict('first of it', 'codex:1,codex:2', 9, 7);
  await conflict('later', 'codex:1,codex:2', 9, 8);
  await conflict('of others', 'codex:2,codex:3', 7, 5);

  await db.transaction((trx) => forgetConflicts(trx, 'codex:1'));

  const conflicts = await db.kysely.selectFrom('conflicts').select('conflict').orderBy('conflict').execute();
  expect(conflicts.map(({ conflict: id }) => id)).toEqual(['later', 'of others']);
  const sessions = await db.kysely.selectFrom('conflictSessions').select('session').execute();
  expect(sessions).toEqual([{ session: 'codex:2' }]);
  const writes = await db.kysely.selectFrom('conflictWrites').select(['session', 'path']).orderBy('path').execute();
  expect(writes).toEqual([
    { session: 'codex:2', path: 'a' },
    { session: 'codex:1', path: 'b' },
  ]);
});
