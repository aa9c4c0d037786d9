import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forgetTold } from './forget-told.ts';

test('what was said because of expired events goes with them; what waits, and what others were told, stays', async () => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  const run = (text: string) => sql.raw(text).execute(db.kysely);
  await run(`insert into retention_runs (asked_by, policy) values ('test', '{}')`);
  await run(`insert into expired_events (position, kind, project, session, bytes, rule, run)
    select 7, 'tool.failed', 'p', 'codex:1', 1, 'r', run from retention_runs`);
  await run(`insert into steer_messages (message, session, project, text, by, state, expires_at, position) values
    ('gone', 'codex:1', 'p', 't', 'b', 'delivered', now(), 7), ('waits', 'codex:1', 'p', 't', 'b', 'waiting', now(), 7),
    ('later', 'codex:1', 'p', 't', 'b', 'delivered', now(), 8), ('other', 'codex:2', 'p', 't', 'b', 'delivered', now(), 7)`);
  await run(`insert into approvals (approval, question, by, project, session, position, lines, held, state, expires_at, link_key) values
    ('gone', 'q', 'b', 'p', 'codex:1', 7, '[]', '{}', 'approved', now(), 'k'),
    ('waits', 'q', 'b', 'p', 'codex:1', 7, '[]', '{}', 'waiting', now(), 'k')`);
  await run(
    `insert into firings (firing, rule, version, key, position) values ('f7', 'r', 'v', 'k', 7), ('f8', 'r', 'v', 'k', 8)`,
  );
  await run(`insert into webhook_deliveries (delivery, firing, url, secret_name, body, state, session) values
    ('gone', 'f7', 'u', 's', 'b', 'dead', 'codex:1'), ('due', 'f7', 'u', 's', 'b', 'due', 'codex:1'),
    ('later', 'f8', 'u', 's', 'b', 'dead', 'codex:1')`);

  await db.transaction((trx) => forgetTold(trx, 'codex:1'));

  const left = async (table: string, column: string) =>
    (
      await sql<{ id: string }>`select ${sql.ref(column)} as id from ${sql.table(table)} order by 1`.execute(db.kysely)
    ).rows.map(({ id }) => id);
  expect(await left('steer_messages', 'message')).toEqual(['later', 'other', 'waits']);
  expect(await left('approvals', 'approval')).toEqual(['waits']);
  expect(await left('webhook_deliveries', 'delivery')).toEqual(['due', 'later']);
});
