import { expect, test } from 'vitest';
import { expire, send } from './commands.ts';
import { ErrandDoor } from './errands.ts';
import { openSteering, shop } from './test-steering.ts';

async function openDoor() {
  const steering = await openSteering();
  const stopping = new AbortController();
  await steering.session('codex:1');
  await steering.session('codex:2', { project: 'github.com/acme/till' });
  const door = new ErrandDoor(steering.db, stopping.signal);
  const { signal } = new AbortController();
  return {
    ...steering,
    stopping,
    sent: (id: string, session = 'codex:1') =>
      steering.db.transaction((trx) => send(trx, { id, session, text: id, by: 'ann' })),
    wait: (waitMs: number, asked: Partial<Parameters<ErrandDoor['wait']>[0]> = {}, gone = signal) =>
      door.wait({ sessions: ['codex:1', 'codex:2'], known: [], ...asked }, waitMs, gone),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await steering[Symbol.asyncDispose]();
    },
  };
}

const longMs = 600_000;
const ids = (found: { messages: readonly { message: string }[] }) => found.messages.map(({ message }) => message);

test('who waits is told at once, and as long as nobody says what became of it', async () => {
  await using door = await openDoor();
  const waiting = [door.wait(longMs), door.wait(longMs, { sessions: ['codex:1'] })];
  await door.sent('a');

  expect((await Promise.all(waiting)).map(ids)).toEqual([['a'], ['a']]);
  expect(ids(await door.wait(0))).toEqual(['a']);
  door.delivered('a', 'codex:1');
  await door.follow();
  expect(ids(await door.wait(0))).toEqual([]);
});

test('what is known is not told again, and does not end the wait; that it is gone does', async () => {
  await using door = await openDoor();
  await door.sent('a');
  await door.sent('b');

  expect(await door.wait(0, { known: ['a'] })).toMatchObject({ messages: [{ message: 'b' }], gone: [] });
  const waiting = door.wait(longMs, { known: ['a', 'b'] });
  await door.timePasses();
  await expire(door.db);
  expect((await waiting).gone.toSorted()).toEqual(['a', 'b']);
});

test('a token of one project is told of its own sessions only', async () => {
  await using door = await openDoor();
  await door.sent('mine');
  await door.sent('theirs', 'codex:2');

  expect(ids(await door.wait(0, { project: shop }))).toEqual(['mine']);
  expect(await door.wait(0, { project: shop, known: ['theirs'] })).toMatchObject({ gone: [] });
});

test('nobody waits when the asker is gone or the bus stops', async () => {
  await using door = await openDoor();
  const gone = new AbortController();
  const [left, stopped] = [door.wait(longMs, {}, gone.signal), door.wait(longMs)];
  gone.abort();
  expect(ids(await left)).toEqual([]);
  door.stopping.abort();
  expect(ids(await stopped)).toEqual([]);
});
