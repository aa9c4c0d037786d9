import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BusLink, importTranscripts } from '@hookline/edge';
import { claudeCode } from '@hookline/harnesses';
import { createRedactor } from '@hookline/redaction';
import { parseType } from '@hookline/schemas';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { BusUnderTest } from './bus-under-test.ts';
import { shimsOf, startEdge } from './edge-under-test.ts';

const recordings = join(import.meta.dirname, '..', '..', 'recordings', 'claude-code');
const session = 'c54def29-af46-45fd-b416-d4cb747580b4';

/** The transcript of the tour as the harness left it, its subagent's files beside it. */
function layTranscript(folder: string, rows = Number.POSITIVE_INFINITY) {
  const main = join(folder, `${session}.jsonl`);
  const subagents = join(folder, session, 'subagents');
  mkdirSync(subagents, { recursive: true });
  const lines = readFileSync(join(recordings, 'transcripts', '01-tour.main.jsonl'), 'utf8')
    .trim()
    .split('\n');
  writeFileSync(main, `${lines.slice(0, rows).join('\n')}\n`);
  const agent = JSON.parse(
    readFileSync(join(recordings, 'transcripts', '01-tour.subagent.jsonl'), 'utf8').split('\n')[0]!,
  ).agentId;
  copyFileSync(join(recordings, 'transcripts', '01-tour.subagent.jsonl'), join(subagents, `agent-${agent}.jsonl`));
  copyFileSync(
    join(recordings, 'transcripts', '01-tour.subagent.meta.json'),
    join(subagents, `agent-${agent}.meta.json`),
  );
  return { main, rest: lines.slice(rows) };
}

function captureTour(shims: ReturnType<typeof shimsOf>, transcript: string, folder: string): void {
  for (const line of readFileSync(join(recordings, '01-tour.hooks.jsonl'), 'utf8').trim().split('\n')) {
    const { payload } = JSON.parse(line);
    const text = JSON.stringify({ ...payload, transcript_path: transcript }).replaceAll(
      '/home/dev/.claude/projects/-home-dev-shop-api',
      folder,
    );
    shims.capture(payload.session_id, JSON.parse(text));
  }
}

async function importAll(bus: BusUnderTest, ...paths: string[]) {
  const parts = {
    bus: new BusLink({ url: bus.url, token: 'good', tokenFile: '' }),
    redactor: createRedactor({ key: 'k'.repeat(32) }),
    harnesses: [claudeCode],
    host: 'laptop',
    actor: 'dev',
  };
  return Array.fromAsync(importTranscripts(paths, parts));
}

test('hooks and transcript together give a session whose messages and usage come from the transcript', async () => {
  await using bus = await BusUnderTest.start();
  await using dir = await tempDir();
  const { main } = layTranscript(join(dir.path, 'transcripts'));
  const shims = shimsOf(join(dir.path, 'home'), 'claude-code', '/home/dev/shop-api');
  captureTour(shims, main, join(dir.path, 'transcripts'));

  {
    await using _edge = startEdge(join(dir.path, 'home'), bus.url, { token: 'good', harnesses: [claudeCode] });
    await eventually(shims.isEmpty, { timeoutMs: 30_000 });
  }

  expect(shims.spool.rejected()).toEqual([]);
  const stored = await bus.stored();
  const count = (kind: string) => stored.filter(({ type }) => parseType(type)!.kind === kind).length;
  expect(count('model.called')).toBeGreaterThan(0);
  expect(count('message.sent')).toBeGreaterThan(0);
  expect(count('tool.started')).toBeGreaterThan(0);

  const [report] = await importAll(bus, join(dir.path, 'transcripts'));
  const added = (await bus.stored()).slice(stored.length);
  expect(report).toMatchObject({ kind: 'transcript', session: `claude-code:${session}`, refused: 0 });
  expect(added.map(({ type, id, data }) => [type, id, data])).toEqual([]);
});

test('what the transcript gained while the edge was down is read at its start, without a hook', async () => {
  await using bus = await BusUnderTest.start();
  await using dir = await tempDir();
  const { main, rest } = layTranscript(join(dir.path, 'transcripts'), 40);
  const shims = shimsOf(join(dir.path, 'home'), 'claude-code', '/home/dev/shop-api');
  captureTour(shims, main, join(dir.path, 'transcripts'));
  const start = () => startEdge(join(dir.path, 'home'), bus.url, { token: 'good', harnesses: [claudeCode] });
  const usage = async () => (await bus.stored()).filter(({ type }) => type.startsWith('hookline.model.called')).length;
  {
    await using _edge = start();
    await eventually(shims.isEmpty, { timeoutMs: 30_000 });
  }
  const before = await usage();

  appendFileSync(main, `${rest.join('\n')}\n`);
  {
    await using _edge = start();
    await eventually(async () => (await usage()) > before, { what: 'the new rows came' });
  }

  expect(await usage()).toBeGreaterThan(before);
});

test('a transcript imported twice is stored once, with the times it tells, and so is an export of ours', async () => {
  await using bus = await BusUnderTest.start();
  await using dir = await tempDir();
  layTranscript(join(dir.path, 'in', 'deep'));

  const [first] = await importAll(bus, join(dir.path, 'in'));
  const [second] = await importAll(bus, join(dir.path, 'in'));
  const stored = await bus.stored();
  const exported = join(dir.path, 'export.jsonl');
  writeFileSync(exported, stored.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const [third] = await importAll(bus, exported);

  expect(first).toMatchObject({ kind: 'transcript', refused: 0, stored: stored.length });
  expect(second).toMatchObject({ stored: 0, refused: 0, known: stored.length });
  expect(third).toMatchObject({ kind: 'export', stored: 0, refused: 0, known: stored.length });
  expect(stored.every(({ time, origin }) => time.startsWith('2026-11-22T16:2') && origin === 'import')).toBe(true);
});

test('a file that is neither is said to be unknown, and a path that is not there is an error', async () => {
  await using bus = await BusUnderTest.start();
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'notes.jsonl'), '{"hello":"world"}\nnot json\n');

  expect(await importAll(bus, dir.path)).toMatchObject([{ kind: 'unknown', stored: 0 }]);
  await expect(importAll(bus, join(dir.path, 'nowhere'))).rejects.toThrow('nowhere is not there');
});
