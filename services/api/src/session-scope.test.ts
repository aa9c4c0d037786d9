import type { Grant } from '@hookline/access';
import { type Database, openDatabase } from '@hookline/db';
import { firstCheckpoint, outcomesBy, prepareGenerations, projectBatch, projections } from '@hookline/projections';
import { eventId, newEvent, sequenceAt } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSession, readable } from './session-scope.ts';

const session = 'codex:moved-on';
const [first, later] = ['github.com/acme/secret', 'github.com/acme/shop'];
let owned: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;

/** A session that began in one project and went on in another. */
beforeAll(async () => {
  owned = await testDatabase();
  db = await openDatabase(owned.url);
  await prepareGenerations(db, projections);
  const told = [first, later, ...Array.from({ length: 25 }, () => first), later].map((project, index) => ({
    position: index + 1,
    event: newEvent({
      kind: 'prompt.submitted',
      id: eventId('prompt', String(index)),
      source: '/test',
      time: new Date(Date.UTC(2026, 10, 22, 10, index)).toISOString(),
      origin: 'import',
      harness: 'codex',
      session: index < 2 ? session : `codex:alike-${100 + index}`,
      project,
      sequence: sequenceAt(Date.UTC(2026, 10, 22, 10, index), 0),
      data: { text: `go on ${index}`, by: 'person' },
    }),
  }));
  await projectBatch(db, projections, firstCheckpoint('test'), told);
});
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await owned[Symbol.asyncDispose]();
});

const grantFor = (project: string): Grant => ({
  tokenId: 't',
  name: 'test',
  kind: 'person',
  tenant: 'default',
  project,
  scopes: ['read'],
});

async function expectOfFirst(): Promise<void> {
  expect(await readable(db, grantFor(first), [session])).toEqual([session]);
  expect(await readable(db, grantFor(later), [session])).toEqual([]);
  await expect(findSession(db, grantFor(later), session)).rejects.toThrow('there is no session');
  expect((await outcomesBy(db, 'harness', { of: first })).total.sessions).toBe(26);
  expect((await outcomesBy(db, 'harness', { of: later })).total.sessions).toBe(1);
}

test('a session stays with the project of its first event, also when retention deleted that event', async () => {
  await expectOfFirst();

  await sql`insert into retention_runs (asked_by, policy) values ('test', '')`.execute(db.kysely);
  await sql`
    insert into expired_events (position, kind, project, session, bytes, rule, run)
    select position, kind, project, session, 1, 'old', 1 from events where position = 1`.execute(db.kysely);
  await sql`delete from events where position = 1`.execute(db.kysely);

  await expectOfFirst();
});

test('the beginning of an id finds the session that the token is for, however many of others begin alike', async () => {
  expect(await findSession(db, grantFor(later), 'codex:alike')).toMatchObject({ session: 'codex:alike-127' });
  await expect(findSession(db, grantFor(first), 'codex:alike')).rejects.toMatchObject({
    status: 409,
    message: '25 sessions begin with "codex:alike"',
    issues: expect.not.arrayContaining(['codex:alike-127']),
  });
});
