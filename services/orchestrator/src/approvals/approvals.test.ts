import { type Database, openDatabase } from '@hookline/db';
import type { Action } from '@hookline/rules';
import { type Cause, readEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ActionContext } from '../actions/action.ts';
import { kindOf } from '../actions/index.ts';
import { CannotBeDoneError, DecidedError, decide, expire, heldIndex, StoppedError } from './decide.ts';
import { approvalsFollower } from './follow.ts';
import { fitsLink, linkPath, linkToken } from './link.ts';

const cause: Cause = { firing: 'f1', rule: 'deploys', version: 'v1', key: 'k', depth: 1, chain: ['deploys'] };
const context: ActionContext = {
  cause,
  events: ['e1'],
  position: 7,
  time: '2026-11-20T10:00:00.000Z',
  kind: 'session.ended',
  session: 'codex:1',
  project: 'github.com/acme/shop',
  index: 2,
};
const signal = (subject: string): Action => ({ subject: { subject, payload: { go: true } } });
const action = (...held: Action[]): Action => ({
  // biome-ignore lint/suspicious/noThenProperty: the word of the rule language
  approval: { question: 'May it be deployed?', expiresMs: 60_000, then: held as never },
});

async function openApprovals() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db: Database = stack.use(await openDatabase(database.url));
  return {
    db,
    async asked(...held: Action[]) {
      const wanted = action(...held);
      await db.transaction((trx) => kindOf(wanted).intend(trx, wanted, context));
      return await db.kysely.selectFrom('approvals').selectAll().executeTakeFirstOrThrow();
    },
    decided: (approval: string, decision: 'approved' | 'rejected', by = 'ann') =>
      db.transaction((trx) => decide(trx, approval, { decision, by, via: 'api', comment: 'fine' })),
    async outbox() {
      return await db.kysely.selectFrom('outbox').selectAll().orderBy('number').execute();
    },
    async kinds() {
      return (await this.outbox()).map(({ event }) => readEvent(event!)!.kind);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('a question holds back what it asks about until somebody says yes', async () => {
  await using approvals = await openApprovals();
  const row = await approvals.asked(signal('agents.deploy'), signal('agents.tell'));
  expect(row).toMatchObject({
    state: 'waiting',
    session: 'codex:1',
    position: 7,
    lines: ['publish a message on agents.deploy', 'publish a message on agents.tell'],
  });
  expect(await approvals.kinds()).toEqual(['approval.asked']);

  expect(await approvals.decided(row.approval, 'approved')).toMatchObject({
    state: 'approved',
    decidedBy: 'ann',
    via: 'api',
    comment: 'fine',
  });

  const outbox = await approvals.outbox();
  expect(outbox.map(({ event }) => readEvent(event!)!.kind)).toEqual([
    'approval.asked',
    'subject.published',
    'subject.published',
    'approval.decided',
  ]);
  expect(outbox[1]!.dispatch).toMatchObject({
    subject: 'agents.deploy',
    payload: { firing: 'f1', rule: 'deploys', session: 'codex:1', go: true },
  });
  expect(readEvent(outbox[3]!.event!)!.data).toMatchObject({ decision: 'approved', by: 'ann', via: 'api', cause });
});

test('no is no, and silence is no as well', async () => {
  await using approvals = await openApprovals();
  const row = await approvals.asked(signal('agents.deploy'));
  await approvals.decided(row.approval, 'rejected');
  expect(await approvals.kinds()).toEqual(['approval.asked', 'approval.decided']);

  await using silent = await openApprovals();
  const asked = await silent.asked(signal('agents.deploy'));
  expect(await expire(silent.db)).toBe(0);
  await sql`update approvals set expires_at = now()`.execute(silent.db.kysely);
  await expect(silent.decided(asked.approval, 'approved')).rejects.toThrow(/^it expired at /);
  expect(await expire(silent.db)).toBe(1);
  const outbox = await silent.outbox();
  expect(outbox.map(({ event }) => readEvent(event!)!.data)).toMatchObject([
    { question: 'May it be deployed?' },
    { decision: 'expired', by: 'nobody', via: 'nobody' },
  ]);
});

test('of twenty answers at once one counts, and what it says is done once', async () => {
  await using approvals = await openApprovals();
  const row = await approvals.asked(signal('agents.deploy'));

  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      approvals.decided(row.approval, index % 2 === 0 ? 'approved' : 'rejected', `person ${index}`),
    ),
  );

  const counted = answers.filter((one) => one.status === 'fulfilled');
  expect(counted).toHaveLength(1);
  for (const one of answers) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DecidedError);
  const kinds = await approvals.kinds();
  expect(kinds.filter((kind) => kind === 'approval.decided')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'subject.published')).toHaveLength(
    counted[0]!.value.state === 'approved' ? 1 : 0,
  );
});

test('what cannot be done leaves the question open, and nothing half done', async () => {
  await using approvals = await openApprovals();
  const row = await approvals.asked(signal('agents.deploy'), signal('evt.forged'));

  await expect(approvals.decided(row.approval, 'approved')).rejects.toThrow(CannotBeDoneError);

  expect(await approvals.kinds()).toEqual(['approval.asked']);
  expect(await approvals.decided(row.approval, 'rejected')).toMatchObject({ state: 'rejected' });
});

test('while everything is stopped, yes sets nothing going', async () => {
  await using approvals = await openApprovals();
  const row = await approvals.asked(signal('agents.deploy'));
  await approvals.db.kysely
    .insertInto('ruleSwitches')
    .values({ rule: '*', by: 'bob', reason: 'fire', automatic: false })
    .execute();

  await expect(approvals.decided(row.approval, 'approved')).rejects.toThrow(StoppedError);
  await approvals.db.kysely.deleteFrom('ruleSwitches').execute();
  expect(await approvals.decided(row.approval, 'approved')).toMatchObject({ state: 'approved' });
});

test('indices of what is held never meet those of the firing or of another question', () => {
  const all = Array.from({ length: 10 }, (_, question) =>
    Array.from({ length: 10 }, (_, place) => heldIndex(question, place)),
  ).flat();
  expect(new Set(all).size).toBe(100);
  expect(Math.min(...all)).toBe(10);
});

test('a link fits its own question, time and bus only', async () => {
  await using approvals = await openApprovals();
  const row = await approvals.asked(signal('agents.deploy'));
  const token = linkToken(row);

  expect(linkPath(row)).toBe(`/v1/approvals/${row.approval}/link?token=${token}`);
  expect(fitsLink(row, token)).toBe(true);
  for (const other of [
    { ...row, approval: 'another' },
    { ...row, expiresAt: '2030-01-01T00:00:00.000Z' },
    { ...row, linkKey: 'another' },
  ]) {
    expect(fitsLink(other, token)).toBe(false);
  }
  for (const given of ['', token.slice(1), `${token}x`, `x${token.slice(1)}`]) expect(fitsLink(row, given)).toBe(false);
  expect(JSON.stringify(await approvals.outbox())).not.toContain(row.linkKey);
});

test('a database that was lost has open questions again, can answer them, and does nothing twice', async () => {
  await using before = await openApprovals();
  const row = await before.asked(signal('agents.deploy'));
  const told = (await before.outbox()).map(({ event }, index) => ({ event: readEvent(event!)!, position: index + 1 }));

  await using after = await openApprovals();
  await after.db.transaction((trx) => approvalsFollower.follow(trx, told));
  expect(await after.outbox()).toEqual([]);
  expect(await after.decided(row.approval, 'approved')).toMatchObject({ state: 'approved', question: row.question });
  expect(await after.kinds()).toEqual(['subject.published', 'approval.decided']);
  const answered = (await after.outbox()).map(({ event }) => ({ event: readEvent(event!)!, position: 9 }));

  await using again = await openApprovals();
  await again.db.transaction((trx) => approvalsFollower.follow(trx, [...told, ...answered]));
  expect(await again.outbox()).toEqual([]);
  await expect(again.decided(row.approval, 'approved')).rejects.toThrow('it was approved by ann');
});
