import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatHeader } from './header.ts';
import { Spool, type SpoolSettings } from './spool.ts';

const header = formatHeader({ harness: 'claude-code', shimVersion: '1' });

test('lists in capture order, and by process id within one tick of the clock', async () => {
  await using spool = opened();
  spool.put('s.900.0', { n: 3 }, 2000);
  spool.put('s.1000.0', { n: 4 }, 2000);
  spool.put('s.5.0', { n: 5 }, 3000);
  spool.put('s.7.1', { n: 2 }, 1000);
  spool.put('s.7.0', { n: 1 }, 1000);

  const items = await spool.list();

  expect(items.map(({ name }) => name)).toEqual(['s.7.0', 's.7.1', 's.900.0', 's.1000.0', 's.5.0']);
  expect(items[0]).toMatchObject({ capturedAtMs: 1_000_000, capturedAtNs: 1_000_000_000_000n });
  expect((await spool.list(2)).map(({ name }) => name)).toEqual(['s.7.0', 's.7.1']);
});

test('reads an entry with its facts and its capture time', async () => {
  await using spool = opened();
  spool.put('s.1.0', { hook_event_name: 'Stop' }, 1_795_364_806.417);

  expect(spool.read('s.1.0')).toEqual({
    status: 'complete',
    entry: {
      name: 's.1.0',
      capturedAt: '2026-11-22T16:26:46.417Z',
      capturedAtMs: 1_795_364_806_417,
      facts: { harness: 'claude-code', shimVersion: '1', event: 'Stop', harnessPid: 42, projectDir: '/a\tb' },
      payloadText: '{"hook_event_name":"Stop"}\n',
      payload: { hook_event_name: 'Stop' },
    },
  });
});

test('keeps its limits although one entry cannot be cut', async () => {
  await using spool = opened();
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  writeFileSync(spool.file('s.1.0'), `${header}{"a":${deep}}\n`);
  spool.put('s.2.0', { text: 'x'.repeat(100_000) }, 2000);

  const report = await spool.trim({ bytesMax: 1000, bodyCharactersMax: 10 });

  expect(report).toMatchObject({ trimmed: 1, full: true });
});

test('puts a foreign file aside whatever the length of its name', async () => {
  await using spool = opened();
  const name = 'x'.repeat(250);
  writeFileSync(spool.file(name), 'not ours\n');

  spool.reject(name, 'foreign', 'not ours');

  expect(spool.rejected()).toMatchObject([{ name, reason: 'foreign' }]);
  expect(await spool.list()).toEqual([]);
});

test.each([
  ['a payload that stopped in the middle', `${header}{"a":`, 'incomplete'],
  ['a header that stopped in the middle', 'hookline-spool/1\tclau', 'incomplete'],
  ['an empty file', '', 'incomplete'],
  ['a whole line that is no JSON', `${header}not json\n`, 'malformed'],
  ['JSON that is no object', `${header}[1]\n`, 'malformed'],
  ['a file no shim wrote', '{"a":1}\n', 'foreign'],
  ['a header of a later format', 'hookline-spool/2\tx\n{}\n', 'foreign'],
])('calls %s broken once it has rested', async (_what, text, reason) => {
  await using spool = opened();
  writeFileSync(spool.file('x'), text);
  utimesSync(spool.file('x'), 1, 1);

  expect(spool.read('x')).toMatchObject({ status: 'broken', reason });
});

test('waits for a young entry that does not parse yet', async () => {
  await using spool = opened();
  writeFileSync(spool.file('x'), `${header}{"a":`);

  expect(spool.read('x').status).toBe('writing');

  appendFileSync(spool.file('x'), '1}\n');
  expect(spool.read('x').status).toBe('complete');
});

test('does not read what is over the limit', async () => {
  await using spool = opened({ entryBytesMax: 100 });
  spool.put('x', { text: 'y'.repeat(100) }, 1);

  expect(spool.read('x')).toMatchObject({ status: 'broken', reason: 'too-large' });
});

test('forgets entries, and does not mind those that are gone', async () => {
  await using spool = opened();
  spool.put('x', {}, 1);

  spool.forget(['x', 'never-was']);

  expect(await spool.list()).toEqual([]);
  expect(spool.read('x')).toEqual({ status: 'gone' });
});

test('keeps rejected entries with their reason, counts all and keeps the newest', async () => {
  await using spool = opened({ rejectedKeptMax: 2 });

  for (const name of ['a', 'b', 'c']) {
    spool.put(name, {}, 1);
    spool.reject(name, 'malformed', `redacted ${name}`);
  }

  expect(await spool.backlog()).toMatchObject({ entries: 0, rejected: 3 });
  expect(spool.rejected()).toHaveLength(2);
  expect(spool.rejected().at(-1)).toMatchObject({ name: 'c', reason: 'malformed', text: 'redacted c' });
});

test('tells how much waits, how old it is and what was dropped', async () => {
  await using spool = opened();
  spool.put('x', {}, Date.now() / 1000 - 60);
  writeFileSync(spool.layout.dropped, '.....');

  const backlog = await spool.backlog();

  expect(backlog).toMatchObject({ entries: 1, bytes: statSync(spool.file('x')).size, dropped: 5, full: false });
  expect(backlog.oldestAgeMs).toBeGreaterThanOrEqual(60_000);
  expect(backlog.oldestAgeMs).toBeLessThan(120_000);
});

test('makes folders that only their owner can enter', async () => {
  await using spool = opened();

  for (const path of [spool.layout.folder, spool.layout.entries, spool.layout.rejected]) {
    expect(statSync(path).mode & 0o777).toBe(0o700);
  }
});

test('ticks at once, after a change, and at the latest after the poll', async () => {
  await using spool = opened();
  const stop = new AbortController();
  const slow = spool.watch(stop.signal, { pollMs: 3_600_000 })[Symbol.asyncIterator]();
  const polled = spool.watch(stop.signal, { pollMs: 1 })[Symbol.asyncIterator]();

  await slow.next();
  const changed = slow.next();
  spool.put('x', {}, 1);
  expect((await changed).done).toBe(false);
  expect((await polled.next()).done).toBe(false);
  expect((await polled.next()).done).toBe(false);

  stop.abort();
  // A tick that was already due may still come; then both end.
  for (const ticks of [slow, polled]) while (!(await ticks.next()).done);
});

test('cuts the oldest bodies first and loses no event', async () => {
  await using spool = opened();
  for (let n = 0; n < 10; n++) {
    const payload = { tool_use_id: `toolu_${n}`, tool_input: { content: 'y'.repeat(10_000) } };
    spool.put(`s.${n}.0`, payload, 1000 + n + 0.123456);
  }
  const before = await spool.list();

  const report = await spool.trim({ bytesMax: 60_000, bodyCharactersMax: 100, diskFreeBytesMin: 0 });

  expect(report).toMatchObject({ trimmed: 5, full: false });
  const after = await spool.list();
  expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  expect(after.map(({ capturedAtMs }) => capturedAtMs)).toEqual(before.map(({ capturedAtMs }) => capturedAtMs));
  const payloads = after.map(({ name }) => {
    const reading = spool.read(name);
    return reading.status === 'complete' ? reading.entry.payload : undefined;
  });
  expect(payloads.map((payload) => payload?.tool_use_id)).toEqual(before.map((_, n) => `toolu_${n}`));
  expect(JSON.stringify(payloads[0])).toContain('9900 characters dropped by Hookline');
  expect(JSON.stringify(payloads[9])).not.toContain('dropped by Hookline');
});

test('marks the spool full when bodies are not enough, and open again when there is room', async () => {
  await using spool = opened();
  for (let n = 0; n < 3; n++) spool.put(`s.${n}.0`, { n }, n + 1);

  expect(await spool.trim({ entriesMax: 3, diskFreeBytesMin: 0 })).toMatchObject({ trimmed: 0, full: true });
  expect(await spool.backlog()).toMatchObject({ entries: 3, full: true });

  spool.forget(['s.0.0']);
  expect(await spool.trim({ entriesMax: 3, diskFreeBytesMin: 0 })).toMatchObject({ full: false });
  expect(await spool.backlog()).toMatchObject({ full: false });
});

test('marks the spool full when the disk is nearly full', async () => {
  await using spool = opened();

  expect(await spool.trim({ diskFreeBytesMin: Number.MAX_SAFE_INTEGER })).toMatchObject({ full: true });
});

test('leaves an entry alone that is still being written', async () => {
  await using spool = opened();
  writeFileSync(spool.file('x'), `${header}{"a":"${'y'.repeat(10_000)}`);

  await spool.trim({ bytesMax: 0, diskFreeBytesMin: 0 });

  expect(statSync(spool.file('x')).size).toBeGreaterThan(10_000);
  expect(readdirSync(spool.layout.folder)).not.toContain('trimming');
});

function opened(settings: SpoolSettings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-spool-'));
  const spool = Spool.open(join(folder, 'spool'), settings);
  const file = (name: string) => join(spool.layout.entries, name);
  return Object.assign(spool, {
    file,
    put(name: string, payload: object, mtimeSeconds: number) {
      const facts = { harness: 'claude-code', shimVersion: '1', event: 'Stop', harnessPid: 42, projectDir: '/a\tb' };
      writeFileSync(file(name), `${formatHeader(facts)}${JSON.stringify(payload)}\n`);
      utimesSync(file(name), mtimeSeconds, mtimeSeconds);
    },
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  });
}
