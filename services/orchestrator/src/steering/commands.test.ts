import { openDatabase } from '@hookline/db';
import { newEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { expire, type Sending, send } from './commands.ts';
import { openSteering, shop } from './test-steering.ts';

type Steering = Awaited<ReturnType<typeof openSteering>>;
const sending = (steering: Steering, id: string, more: Partial<Sending> = {}) =>
  steering.db.transaction((trx) => send(trx, { id, session: 'codex:1', text: `text of ${id}`, by: 'ann', ...more }));

test('a message waits, once, and its one end comes from the log', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');

  expect(await sending(steering, 'a')).toMatchObject({ state: 'waiting', project: shop, at: null, reason: null });
  expect(await sending(steering, 'a', { text: 'another' })).toMatchObject({ text: 'text of a' });
  await steering.relay();
  steering.delivered('a', 'codex:1');
  await steering.follow();

  expect(steering.kinds()).toEqual(['steer.sent', 'steer.ended']);
  expect(await steering.rows()).toMatchObject([
    { message: 'a', state: 'delivered', surface: 'prompt', position: 1, endedPosition: 2 },
  ]);
});

test('what cannot be told is refused with its reason, and leaves no trace in a session of others', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');
  await steering.session('codex:over', { ended: true });
  await steering.session('aider:1');
  await steering.session('codex:till', { project: 'github.com/acme/till' });
  const rows = [
    await sending(steering, 'none', { session: '' }),
    await sending(steering, 'unknown', { session: 'codex:nobody' }),
    await sending(steering, 'over', { session: 'codex:over' }),
    await sending(steering, 'aider', { session: 'aider:1' }),
    await sending(steering, 'foreign', { session: 'codex:till', project: shop }),
  ];

  expect(rows.map(({ state, reason }) => [state, reason])).toEqual([
    ['refused', 'it names no session'],
    ['refused', 'there is no session codex:nobody'],
    ['refused', 'the session codex:over has ended'],
    ['refused', 'aider takes no message while it runs'],
    ['refused', `there is no session codex:till of ${shop}; a message stays inside its project`],
  ]);
  await steering.relay();
  await steering.follow();
  expect(steering.log.map(({ event }) => [event.kind, event.session, event.project])).toEqual([
    ...Array.from({ length: 2 }, () => [
      ['steer.sent', '-', '-'],
      ['steer.ended', '-', '-'],
    ]).flat(),
    ['steer.sent', 'codex:over', shop],
    ['steer.ended', 'codex:over', shop],
    ['steer.sent', 'aider:1', shop],
    ['steer.ended', 'aider:1', shop],
    ['steer.sent', '-', shop],
    ['steer.ended', '-', shop],
  ]);
  expect((await steering.rows()).map(({ endedPosition }) => endedPosition)).not.toContain(null);
});

test('a session that hears nothing is owed twenty', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');
  for (let count = 0; count < 20; count += 1) await sending(steering, `m${count}`);

  expect(await sending(steering, 'more')).toMatchObject({
    state: 'refused',
    reason: '20 messages wait for the session codex:1 already, at most 20 may',
  });
});

test('a text that is too long is cut, and one with a zero in it is taken', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');

  expect((await sending(steering, 'long', { text: 'x'.repeat(5_000) })).text).toBe(`${'x'.repeat(3_999)}…`);
  expect((await sending(steering, 'zero', { text: 'a\0b' })).text).toBe('a␀b');
});

test('what nobody took in time expires, unless the log says that somebody did', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');
  await sending(steering, 'late');
  await sending(steering, 'told');
  await steering.relay();
  await steering.timePasses();
  // The edge said so before the sweep did; the sweep has not heard of it yet.
  steering.delivered('told', 'codex:1');

  expect(await expire(steering.db)).toBe(2);
  expect((await steering.rows()).map(({ state }) => state)).toEqual(['expired', 'expired']);
  expect(await expire(steering.db)).toBe(0);
  await steering.relay();
  await steering.follow();
  // Too late: the log has an end of it.
  steering.delivered('late', 'codex:1');
  await steering.follow();

  expect(steering.kinds()).toEqual(['steer.sent', 'steer.sent', 'steer.ended', 'steer.ended']);
  expect((await steering.rows()).map(({ message, state }) => [message, state])).toEqual([
    ['late', 'expired'],
    ['told', 'delivered'],
  ]);
});

test('the end of a session refuses what waits for it, and nothing else', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');
  await steering.session('codex:2');
  await sending(steering, 'a');
  await sending(steering, 'b', { session: 'codex:2' });
  await steering.relay();

  steering.ended('codex:1');
  await steering.follow();
  await steering.relay();
  await steering.follow();

  expect(await steering.rows()).toMatchObject([
    { message: 'a', state: 'refused', reason: 'the session ended before it could be told', endedPosition: 4 },
    { message: 'b', state: 'waiting' },
  ]);
});

test('only the session of a message can say what became of it', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');
  await sending(steering, 'a');
  await steering.relay();

  steering.delivered('a', 'codex:other');
  await steering.follow();

  expect(await steering.rows()).toMatchObject([{ state: 'waiting' }]);
});

test('nothing that may be published stops who folds it', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');
  await sending(steering, 'a');
  await steering.relay();
  const end = { surface: 'x\0', call: '\ud800', reason: '\0'.repeat(10_000), outcome: 'delivered' as const };
  const place = { source: 'urn:hookline:test', origin: 'hook' as const, project: shop, session: 'codex:1' };
  steering.append(
    newEvent({
      ...place,
      kind: 'steer.ended',
      id: 'odd',
      time: '0000-01-01T00:00:00Z',
      data: { message: 'no\0such', ...end },
    }),
  );
  steering.append(
    newEvent({
      ...place,
      kind: 'steer.ended',
      id: 'end',
      time: '0000-01-01T00:00:00Z',
      data: { message: 'a', ...end },
    }),
  );

  await steering.follow();

  expect(await steering.rows()).toMatchObject([{ state: 'delivered', surface: 'x␀', call: '\ufffd' }]);
  expect((await steering.rows())[0]!.reason).toHaveLength(500);
});

test('whatever happens in whatever order, every message ends once, as the log says', async () => {
  await using steering = await openSteering();
  const outcomes = new Set<string>();
  let seed = 7;
  const chance = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let round = 0; round < 40; round += 1) {
    const session = `codex:r${round}`;
    const message = `m${round}`;
    await steering.session(session);
    await sending(steering, message, { session });
    const steps = [
      () => steering.relay(),
      () => steering.follow(),
      () => steering.delivered(message, session),
      () => steering.ended(session),
      async () => {
        await steering.timePasses();
        await expire(steering.db);
      },
    ];
    for (let step = 0; step < 4; step += 1) await steps[Math.floor(chance() * steps.length)]!();
  }
  await steering.timePasses();
  await expire(steering.db);
  await steering.relay();
  await steering.follow();
  await steering.relay();
  await steering.follow();

  const ends = steering.log.flatMap(({ event }) => (event.kind === 'steer.ended' ? event.data : []));
  const told = Object.fromEntries(ends.map(({ message, outcome }) => [message, outcome]));
  const rows = await steering.rows();
  expect(rows).toHaveLength(40);
  expect(ends).toHaveLength(40);
  for (const { message, state } of rows) {
    expect(told[message]).toBe(state);
    outcomes.add(state);
  }
  expect([...outcomes].sort()).toEqual(['delivered', 'expired', 'refused']);
});

test('a database that was lost has them again from the log', async () => {
  await using steering = await openSteering();
  await steering.session('codex:1');
  await sending(steering, 'told', { at: 'call' });
  await sending(steering, 'waits');
  await sending(steering, 'unknown', { session: 'codex:nobody' });
  await steering.relay();
  steering.delivered('told', 'codex:1');
  await steering.follow();

  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  await steering.follow(db, 0);

  const again = await db.kysely.selectFrom('steerMessages').selectAll().orderBy('message').execute();
  const timeless = (rows: Awaited<ReturnType<typeof steering.rows>>) =>
    rows
      .toSorted((a, b) => (a.message < b.message ? -1 : 1))
      .map(({ sentAt: _, endedAt: __, project: ___, ...row }) => row);
  expect(timeless(again)).toEqual(timeless(await steering.rows()));
});
