import { openDatabase } from '@hookline/db';
import { type BusEvent, readEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { heldMax, release, renew, revoke, sweep, type Take, take, UnknownClaimError } from './commands.ts';
import { claimsFollower } from './follower.ts';
import { listClaims } from './list.ts';

/** Rounds of each race: a few here, 50 for the whole bar. */
const rounds = Number(process.env.HOOKLINE_RACE_RUNS ?? 3);
const timeout = 60_000 + rounds * 5_000;
const project = 'github.com/acme/shop';

async function openClaims(connectionsMax = 10) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db = stack.use(await openDatabase({ url: database.url, connectionsMax }));
  const taking = (wanted: Partial<Take> = {}) =>
    db.transaction((trx) =>
      take(trx, {
        ...{ project, kind: 'path', resource: 'src/a.ts', holder: 'ada', by: 'test', expiresInMs: 60_000 },
        ...wanted,
      }),
    );
  return {
    db,
    taking,
    taken: async (wanted: Partial<Take> = {}) => {
      const answer = await taking(wanted);
      if (!answer.taken) throw new Error(answer.sentence);
      return answer.claim;
    },
    /** Lets everything that is held now be held for too long. */
    async timePasses() {
      await sql`update claims set expires_at = now() - interval '1 second' where state = 'held'`.execute(db.kysely);
    },
    async told(): Promise<BusEvent[]> {
      const rows = await db.kysely.selectFrom('outbox').select('event').orderBy('number').execute();
      return rows.flatMap((row) => (row.event === null ? [] : readEvent(row.event)!));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const kindsOf = (events: readonly BusEvent[]) => events.map(({ kind }) => kind);

test('what is held is refused to others until it is let go, and the fence only grows', async () => {
  await using claims = await openClaims();

  const first = await claims.taken({ session: 's1' });
  expect(await claims.taking({ holder: 'bob', session: 's2' })).toMatchObject({
    taken: false,
    sentence: expect.stringContaining('path src/a.ts is held by ada (s1) until '),
  });
  expect((await release(claims.db, first.claim, { fence: first.fence, by: 'ada' })).claim.state).toBe('released');
  const second = await claims.taken({ holder: 'bob', session: 's2' });

  expect(second.fence).toBeGreaterThan(first.fence);
  expect(kindsOf(await claims.told())).toEqual(['claim.taken', 'claim.refused', 'claim.released', 'claim.taken']);
});

test('a hundred racing takers of one claim: one has it, the others hear who', { timeout }, async () => {
  await using claims = await openClaims(30);
  let lastFence = 0;
  for (let round = 0; round < rounds; round += 1) {
    const takers = Array.from({ length: 100 }, (_, index) => {
      // Paths and globs that all cover one path.
      const [kind, resource] = [
        ['path', 'src/a.ts'],
        ['glob', 'src/**'],
        ['glob', '**/a.*'],
      ][index % 3] as ['path' | 'glob', string];
      return claims.taking({ kind, resource, holder: `taker ${index}`, session: `s${index}` });
    });
    const answers = await Promise.all(takers);

    const winners = answers.filter((answer) => answer.taken);
    expect(winners).toHaveLength(1);
    const { claim } = winners[0]!;
    expect(answers.filter((answer) => !answer.taken && answer.held.claim === claim.claim)).toHaveLength(99);
    expect(claim.fence).toBeGreaterThan(lastFence);
    lastFence = claim.fence;
    if (round % 2 === 0) await release(claims.db, claim.claim, { fence: claim.fence, by: 'test' });
    else await claims.timePasses();
  }
  expect(kindsOf(await claims.told()).filter((kind) => kind === 'claim.taken')).toHaveLength(rounds);
});

test('racing takers of what nobody else wants all have it', async () => {
  await using claims = await openClaims(30);

  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => claims.taking({ resource: `src/${index}.ts`, session: `s${index}` })),
  );

  expect(answers.every(({ taken }) => taken)).toBe(true);
  expect(new Set(answers.map((answer) => answer.taken && answer.claim.fence)).size).toBe(40);
});

test('the same path of another project is another path', async () => {
  await using claims = await openClaims();
  await claims.taken({ session: 's1' });

  expect((await claims.taking({ session: 's2', project: 'github.com/acme/other' })).taken).toBe(true);
});

test('a session that takes what it has renews it, and its own globs are not in its way', async () => {
  await using claims = await openClaims();
  const first = await claims.taken({ session: 's1', expiresInMs: 30_000 });

  const again = await claims.taking({ session: 's1', holder: 'ada again', expiresInMs: 120_000 });
  expect(again).toMatchObject({ how: 'renewed', claim: { claim: first.claim, fence: first.fence, holder: 'ada' } });
  expect(Date.parse(again.taken ? again.claim.expiresAt : '')).toBeGreaterThan(Date.parse(first.expiresAt));
  expect((await claims.taking({ session: 's1', kind: 'glob', resource: 'src/**' })).taken).toBe(true);
  // Two without a session may be anybody, whatever they are called.
  const nobodys = await claims.taken({ resource: 'b.ts' });
  expect(await claims.taking({ resource: 'b.ts' })).toMatchObject({ taken: false, held: { claim: nobodys.claim } });
});

test('under one id it is taken once, also when it has ended since', async () => {
  await using claims = await openClaims();
  const first = await claims.taken({ id: 'of-a-firing', session: 's1' });
  expect(await claims.taking({ id: 'of-a-firing', session: 's1' })).toMatchObject({ how: 'known', claim: first });
  await release(claims.db, first.claim, { fence: first.fence, by: 'ada' });

  expect(await claims.taking({ id: 'of-a-firing', session: 's1' })).toMatchObject({
    how: 'known',
    claim: { state: 'released' },
  });
  expect(kindsOf(await claims.told())).toEqual(['claim.taken', 'claim.released']);
});

test('who holds on keeps it; who does not, loses it to the next one, and is refused from then on', async () => {
  await using claims = await openClaims();
  const old = await claims.taken({ session: 's1' });
  await renew(claims.db, old.claim, { fence: old.fence, by: 'ada' }, 120_000);
  expect(await sweep(claims.db)).toBe(0);

  await claims.timePasses();
  // Before anybody swept: the clock decides, not the sweep.
  expect(await renew(claims.db, old.claim, { fence: old.fence, by: 'ada' }, 60_000)).toMatchObject({ done: false });
  const next = await claims.taken({ session: 's2', holder: 'bob' });
  expect(await renew(claims.db, old.claim, { fence: old.fence, by: 'ada' }, 60_000)).toMatchObject({
    done: false,
    sentence: `claim ${old.claim} is not held any more: it expired`,
  });
  expect(await release(claims.db, next.claim, { fence: old.fence, by: 'ada' })).toMatchObject({ done: false });
  expect(await release(claims.db, old.claim, { fence: old.fence, by: 'ada' })).toMatchObject({ done: false });
  expect((await listClaims(claims.db, { project, state: 'held', limit: 10 })).map(({ claim }) => claim)).toEqual([
    next.claim,
  ]);

  // The same refusal again is told once.
  for (let count = 0; count < 5; count += 1) await renew(claims.db, old.claim, { fence: old.fence, by: 'ada' }, 60_000);
  expect((await claims.told()).map(({ kind, data }) => [kind, 'report' in data ? data.report : undefined])).toEqual([
    ['claim.taken', undefined],
    ['claim.refused', 'renew'],
    ['claim.released', undefined],
    ['claim.taken', undefined],
    ['claim.refused', 'release'],
    ['claim.refused', 'release'],
  ]);
});

test('what expired is swept and told once', async () => {
  await using claims = await openClaims();
  await claims.taken({ session: 's1' });
  await claims.timePasses();

  expect(await listClaims(claims.db, { project, state: 'held', limit: 10 })).toEqual([]);
  expect(await sweep(claims.db)).toBe(1);
  expect(await sweep(claims.db)).toBe(0);
  expect((await claims.told()).at(-1)).toMatchObject({
    kind: 'claim.released',
    data: { reason: 'expired', by: 'the clock' },
  });
});

test('a person revokes it; its holder is then refused', async () => {
  await using claims = await openClaims();
  const { claim, fence } = await claims.taken({ session: 's1' });

  await expect(revoke(claims.db, claim, 'eve', 'github.com/acme/other')).rejects.toThrow(UnknownClaimError);
  expect(await revoke(claims.db, claim, 'eve')).toMatchObject({ state: 'revoked', endedBy: 'eve' });
  expect(await release(claims.db, claim, { fence, by: 'ada' })).toMatchObject({
    done: false,
    sentence: `claim ${claim} is not held any more: it was revoked`,
  });
});

test('a path is asked for with everything that covers it', async () => {
  await using claims = await openClaims();
  const wide = await claims.taken({ kind: 'glob', resource: 'src/**/*.ts', session: 's1' });
  const exact = await claims.taken({ resource: 'src/deep/a.ts', session: 's1' });
  await claims.taken({ resource: 'src/b.md', session: 's1' });
  await claims.taken({ kind: 'task', resource: 'src/deep/a.ts', session: 's1' });

  const holding = async (limit: number, cursor?: string) =>
    (await listClaims(claims.db, { project, path: './src/deep/a.ts', state: 'held', limit, cursor })).map(
      ({ claim }) => claim,
    );
  expect(await holding(10)).toEqual([exact.claim, wide.claim]);
  expect(await holding(1, exact.claim)).toEqual([wide.claim]);
});

test('a project has at most so many, and who asks for more is told', async () => {
  await using claims = await openClaims();
  await sql`
    insert into claims (claim, project, kind, resource, holder, fence, taken_at, expires_at)
    select 'c' || n, ${project}, 'task', 'task ' || n, 'ada', n, now(), now() + interval '1 hour'
    from generate_series(1, ${heldMax}::int) n`.execute(claims.db.kysely);

  await expect(claims.taking()).rejects.toThrow(`has ${heldMax} claims that are held`);
});

test('refusals that are told on account of one hold are bounded', async () => {
  await using claims = await openClaims();
  await claims.taken({ session: 's1' });
  for (let count = 0; count < 120; count += 1) await claims.taking({ holder: `taker ${count}` });

  expect(kindsOf(await claims.told()).filter((kind) => kind === 'claim.refused')).toHaveLength(100);
});

test('an empty database has the holds and fences back when it has read the log', async () => {
  await using before = await openClaims();
  const first = await before.taken({ session: 's1', purpose: 'a move' });
  await release(before.db, first.claim, { fence: first.fence, by: 'ada' });
  const second = await before.taken({ session: 's2', holder: 'bob', expiresInMs: 3_600_000 });
  const told = (await before.told()).map((event, index) => ({ event, position: index + 1 }));

  await using after = await openClaims();
  const fold = () => after.db.transaction((trx) => claimsFollower.follow(trx, told));
  await fold();
  await fold();

  const rows = (await listClaims(after.db, { project, state: 'all', limit: 10 })).reverse();
  expect(rows.map(({ claim, state, fence, purpose }) => ({ claim, state, fence, purpose }))).toEqual([
    { claim: first.claim, state: 'released', fence: first.fence, purpose: 'a move' },
    { claim: second.claim, state: 'held', fence: second.fence, purpose: null },
  ]);
  expect((await after.taking({ session: 's3' })).taken).toBe(false);
  const third = await after.taken({ session: 's3', resource: 'other.ts' });
  expect(third.fence).toBeGreaterThan(second.fence);
});

test('whoever reads the log keeps no taker waiting', async () => {
  await using claims = await openClaims();
  const { claim, fence } = await claims.taken({ session: 's1' });
  const ended = await claims.taken({ resource: 'b.ts', session: 's1' });
  await release(claims.db, ended.claim, { fence: ended.fence, by: 'ada' });
  const told = (await claims.told()).map((event, index) => ({ event, position: index + 1 }));

  await claims.db.transaction(async (trx) => {
    await claimsFollower.follow(trx, told);
    expect((await claims.taking({ session: 's2' })).taken).toBe(false);
    expect((await renew(claims.db, claim, { fence, by: 'ada' }, 60_000)).done).toBe(true);
    expect((await claims.taking({ session: 's2', resource: 'b.ts' })).taken).toBe(true);
  });
});
