import { openDatabase } from '@hookline/db';
import { JetStreamLog, WorkDispatch } from '@hookline/log';
import { type Cause, readEvent } from '@hookline/schemas';
import { startTestNats, testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { relay } from '../outbox.ts';
import { type Publishing, publish } from './publish.ts';

const cause: Cause = { firing: 'f1', rule: 'r', version: 'v', key: 'k', depth: 1, chain: ['r'] };
const publishing = (more: Partial<Publishing> = {}): Publishing => ({
  id: 'm1',
  subject: 'agents.review.shop',
  payload: { look: 'here' },
  cause,
  project: 'github.com/acme/shop',
  session: 'codex:1',
  ...more,
});

test('a message is published once with its firing, and the log says so', async () => {
  await using nats = await startTestNats();
  await using log = await JetStreamLog.open({ ...nats.connection });
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  const heard = log.connection.subscribe('agents.>');
  await log.connection.flush();
  const work = new WorkDispatch(log.connection);

  for (let round = 0; round < 2; round += 1) {
    await db.transaction((trx) => publish(trx, publishing()));
    await relay(db, log, work);
  }
  await db.transaction((trx) => publish(trx, publishing({ id: 'm2', subject: 'agents.last' })));
  await relay(db, log, work);

  const subjects: string[] = [];
  for await (const message of heard) {
    subjects.push(message.subject);
    if (message.subject === 'agents.last') break;
    expect(message.json()).toEqual({ look: 'here' });
  }
  // A listener of the moment may hear a repeated one again; what is kept for later ones holds it once.
  expect(new Set(subjects)).toEqual(new Set(['agents.review.shop', 'agents.last']));
  expect((await log.head()).last).toBe(2);
  expect(readEvent((await log.get(1))!.event)).toMatchObject({
    kind: 'subject.published',
    session: 'codex:1',
    data: { subject: 'agents.review.shop', message: 'm1', cause },
  });
});

test.each([
  ['evt.a.b.c.d', {}, 'found the subject "evt.a.b.c.d"'],
  ['agents.*', {}, 'found the subject "agents.*"'],
  ['agents.big', { text: 'x'.repeat(70_000) }, /takes 700\d\d bytes, at most 61440 may be published/],
])('nothing goes into the outbox for %s', async (subject, payload, message) => {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  await expect(db.transaction((trx) => publish(trx, publishing({ subject, payload })))).rejects.toThrow(message);
  expect(await db.kysely.selectFrom('outbox').select('number').execute()).toEqual([]);
});
