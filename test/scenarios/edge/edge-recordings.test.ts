import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeCode } from '@hookline/harnesses';
import { parseType } from '@hookline/schemas';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { BusUnderTest } from './bus-under-test.ts';
import { shimsOf, startEdge } from './edge-under-test.ts';

const folder = join(import.meta.dirname, '..', '..', 'recordings', 'claude-code');
const recordings = readdirSync(folder).filter((name) => name.endsWith('.hooks.jsonl'));

async function feed(bus: BusUnderTest) {
  await using dir = await tempDir();
  const shims = shimsOf(dir.path, 'claude-code');
  for (const recording of recordings) {
    const lines = readFileSync(join(folder, recording), 'utf8').trim().split('\n');
    for (const line of lines) {
      const { payload } = JSON.parse(line) as { payload?: { session_id?: string } };
      if (payload?.session_id) shims.capture(payload.session_id, payload);
    }
  }
  await using _edge = startEdge(dir.path, bus.url, { token: 'good', harnesses: [claudeCode] });
  await eventually(shims.isEmpty, { timeoutMs: 60_000 });
  return shims.spool.rejected();
}

test('every recorded hook of Claude Code becomes events the bus takes, and the same ones when fed again', async () => {
  await using bus = await BusUnderTest.start();

  expect((await feed(bus)).map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
  const stored = await bus.stored();
  expect(await feed(bus)).toEqual([]);

  const kinds = new Set(stored.map(({ type }) => parseType(type)!.kind));
  expect([...kinds]).toEqual(
    expect.arrayContaining(['session.started', 'prompt.submitted', 'tool.started', 'tool.finished']),
  );
  const again = (await bus.stored()).slice(stored.length);
  expect(again.map(({ type, session, data }) => [type, session, data])).toEqual([]);
});
