import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { BusUnderTest } from './bus-under-test.ts';
import { countedId } from './counting-adapter.ts';
import { shimsOf } from './edge-under-test.ts';

const kills = 8;
const sessions = ['s0', 's1', 's2', 's3'];

test('an edge that is killed again and again at any moment loses nothing and doubles nothing', async () => {
  await using bus = await BusUnderTest.start();
  await using dir = await tempDir();
  const shims = shimsOf(dir.path);
  const captured = new Map(sessions.map((session) => [session, 0]));
  const captureSome = (count: number): void => {
    for (let n = 0; n < count; n += 1) {
      const session = sessions[n % sessions.length]!;
      const entry = captured.get(session)!;
      shims.capture(session, { session, text: `${session} ${entry}`, events: 1 + (entry % 3) });
      captured.set(session, entry + 1);
    }
  };
  const start = async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'edge-process.ts'), dir.path, bus.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  };
  let random = 20_261_122;
  const nextBelow = (limit: number): number => {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((random / 2 ** 31) * limit);
  };

  for (let kill = 0; kill < kills; kill += 1) {
    captureSome(80);
    const edge = await start();
    await pause(nextBelow(150));
    captureSome(20);
    await pause(nextBelow(50));
    edge.kill('SIGKILL');
    await once(edge, 'exit');
  }
  const last = await start();
  await eventually(shims.isEmpty, { timeoutMs: 60_000 });
  last.kill('SIGKILL');
  await once(last, 'exit');

  const stored = await bus.stored();
  for (const session of sessions) {
    const own = stored.filter((event) => event.session === `counting:${session}`);
    const expected = Array.from({ length: captured.get(session)! }, (_, entry) =>
      Array.from({ length: 1 + (entry % 3) }, (_, index) => [countedId(session, entry, index), `${session} ${entry}`]),
    ).flat();
    expect(own.map(({ id, data }) => [id, data.text])).toEqual(expected);
  }
  expect(shims.spool.rejected()).toEqual([]);
}, 180_000);
