import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, tempDir } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import { BusUnderTest } from './bus-under-test.ts';
import { countedId } from './counting-adapter.ts';
import { giveToken, shimsOf, startEdge } from './edge-under-test.ts';

describe('what shims captured', () => {
  test('comes to lie in the log, in the order of each session, and leaves the spool', async () => {
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    for (let n = 0; n < 30; n += 1) shims.capture(`s${n % 3}`, { session: `s${n % 3}`, text: `entry ${n}` });

    await using _edge = startEdge(dir.path, bus.url, { token: 'good' });
    await eventually(shims.isEmpty, { what: 'the spool was drained' });

    const stored = await bus.stored();
    for (const session of ['s0', 's1', 's2']) {
      const own = stored.filter((event) => event.session === `counting:${session}`);
      expect(own.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, entry) => countedId(session, entry)));
      expect(own.map(({ data }) => data.text)).toEqual(
        Array.from({ length: 10 }, (_, entry) => `entry ${entry * 3 + Number(session[1])}`),
      );
    }
    expect(stored).toHaveLength(30);
  });

  test('leaves no secret in the log, the rejected, or what the edge keeps', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    shims.capture('s', { session: 's', text: `token ${secret}` });
    shims.capture('s', { session: 's', text: 'invalid', also: secret });
    shims.write('t', `no header here ${secret}\n`);

    await using _edge = startEdge(dir.path, bus.url, { token: 'good', graceMs: 0 });
    await eventually(async () => (await shims.isEmpty()) && shims.spool.rejected().length === 2);

    const kept = readdirSync(join(dir.path, 'edge', 'sessions')).length;
    expect(kept).toBe(1);
    expect(JSON.stringify(await bus.stored())).toContain('«secret:');
    expect(JSON.stringify([await bus.stored(), shims.spool.rejected()])).not.toContain(secret);
  });

  test('may be 5 MB in one piece', async () => {
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    shims.capture('s', { session: 's', text: 'word '.repeat(1_000_000) });

    await using _edge = startEdge(dir.path, bus.url, { token: 'good' });
    await eventually(shims.isEmpty, { timeoutMs: 30_000 });

    expect((await bus.stored())[0]!.data.text).toMatchObject({ bytes: 5_000_000 });
  });
});

describe('an entry that can never become an event is put aside with the reason, and blocks nothing', () => {
  test.each([
    [
      'broken JSON',
      (shims: Shims) => shims.write('s', 'hookline-spool/1\tcounting\t1\t\t\t\t\n{"session"\n'),
      'malformed',
    ],
    ['a file of somebody else', (shims: Shims) => shims.write('s', 'hello\n'), 'foreign'],
    ['an event the bus refuses', (shims: Shims) => shims.capture('s', { session: 's', text: 'invalid' }), 'data.text'],
    [
      'a payload the adapter cannot take',
      (shims: Shims) => shims.capture('s', { session: 's', text: 'throw' }),
      'asked to throw',
    ],
  ])('%s', async (_, leave, reason) => {
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    leave(shims);
    shims.capture('t', { session: 't', text: 'fine' });

    await using _edge = startEdge(dir.path, bus.url, { token: 'good', graceMs: 0 });
    await eventually(async () => (await shims.isEmpty()) && shims.spool.rejected().length === 1);

    expect(shims.spool.rejected()[0]!.reason).toContain(reason);
    expect((await bus.stored()).map(({ session }) => session)).toEqual(['counting:t']);
  });

  type Shims = ReturnType<typeof shimsOf>;
});

describe('nothing is lost and nothing doubled', () => {
  test('while the gateway is away', async () => {
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    await bus.closePort();
    await using edge = startEdge(dir.path, bus.url, { token: 'good' });
    for (let n = 0; n < 20; n += 1) shims.capture('s', { session: 's', text: `${n}` });
    const waiting = await eventually(() => edge.health()?.ok === false && edge.health());
    expect(waiting).toMatchObject({ detail: expect.stringContaining('events wait in the spool: no answer from') });
    expect(await shims.isEmpty()).toBe(false);

    await bus.openPort();
    await eventually(shims.isEmpty, { timeoutMs: 30_000 });

    expect((await bus.stored()).map(({ data }) => data.text)).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`));
    await eventually(() => edge.health()?.ok);
  });

  test('while the broker is killed', async () => {
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    await using _edge = startEdge(dir.path, bus.url, { token: 'good' });
    const feeding = (async () => {
      for (let n = 0; n < 200; n += 1) {
        shims.capture('s', { session: 's', text: `${n}` });
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await bus.nats.crash();
    await feeding;
    await eventually(shims.isEmpty, { timeoutMs: 30_000 });

    expect((await bus.stored()).map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, n) => countedId('s', n)));
  });

  test('while the token is refused; the reason is told, and a good token is taken up', async () => {
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    giveToken(dir.path, 'wrong');
    shims.capture('s', { session: 's', text: 'kept' });
    await using edge = startEdge(dir.path, bus.url);
    const refused = await eventually(() => edge.health()?.ok === false && edge.health());
    expect(refused).toMatchObject({
      detail: expect.stringMatching(/the bus refuses this edge, everything is kept in the spool: .*401.*tokens create/),
    });
    expect(await shims.isEmpty()).toBe(false);

    giveToken(dir.path, 'good');
    await eventually(shims.isEmpty);

    expect(await bus.stored()).toHaveLength(1);
  });

  test('when a request is more than the gateway takes', async () => {
    await using bus = await BusUnderTest.start({ bodyBytesMax: 50_000 });
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    for (let n = 0; n < 20; n += 1) shims.capture('s', { session: 's', text: `${n} ${'x'.repeat(10_000)}` });
    shims.capture('s', { session: 's', text: 'y'.repeat(60_000) });

    await using _edge = startEdge(dir.path, bus.url, { token: 'good' });
    await eventually(shims.isEmpty);

    expect((await bus.stored()).map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, n) => countedId('s', n)));
    expect(shims.spool.rejected()).toMatchObject([{ reason: expect.stringContaining('50000 bytes') }]);
  });

  test('when an entry brings more events than fit one request', async () => {
    await using bus = await BusUnderTest.start();
    await using dir = await tempDir();
    const shims = shimsOf(dir.path);
    shims.capture('s', { session: 's', text: 'many', events: 1_234 });

    await using _edge = startEdge(dir.path, bus.url, { token: 'good' });
    await eventually(shims.isEmpty);

    expect(new Set((await bus.stored()).map(({ id }) => id)).size).toBe(1_234);
  });
});

test('what shims had to drop is told to the log, each drop once', async () => {
  await using bus = await BusUnderTest.start();
  await using dir = await tempDir();
  const shims = shimsOf(dir.path);
  appendFileSync(shims.spool.layout.dropped, '...');
  const dropped = async () => (await bus.stored()).filter(({ type }) => type.startsWith('hookline.capture.dropped'));
  {
    await using _edge = startEdge(dir.path, bus.url, { token: 'good' });
    await eventually(async () => (await dropped()).length === 1);
  }
  appendFileSync(shims.spool.layout.dropped, '..');
  {
    await using _edge = startEdge(dir.path, bus.url, { token: 'good' });
    await eventually(async () => (await dropped()).length === 2);
  }

  expect((await dropped()).map(({ data }) => data.entries)).toEqual([3, 2]);
});
