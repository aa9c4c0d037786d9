import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';
import { everythingEnv, fillWithEverything, hashesOf, longText } from './support/everything.ts';

// Several installations are started and rebuilt in one test.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let origin: TestBus;
let folder: Awaited<ReturnType<typeof tempDir>>;
let file: string;
let lines: string[];

beforeAll(async () => {
  folder = await tempDir();
  origin = await startBus({ env: everythingEnv });
  await fillWithEverything(origin);
  file = join(folder.path, 'everything.jsonl');
  expect((await origin.hookline('export', '--all', '-o', file)).exitCode).toBe(0);
  lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
});
afterAll(async () => {
  await origin[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const eventsOf = (of: readonly string[]) => of.map((line) => JSON.parse(line)).filter((one) => one.specversion);

test('an export of everything begins with what it is and ends with what it holds', () => {
  const [first, last] = [JSON.parse(lines[0]!), JSON.parse(lines.at(-1)!)];
  expect(first).toMatchObject({ hookline: 'export', version: 1, log: expect.any(String) });
  const body = lines.slice(1, -1);
  const sha256 = createHash('sha256')
    .update(body.map((line) => `${line}\n`).join(''))
    .digest('hex');
  expect(last).toEqual({ hookline: 'end', events: body.length, sha256 });
  const events = eventsOf(body);
  expect(events).toHaveLength(body.length);
  expect(new Set(events.map(({ harness }) => harness))).toContain('claude-code');
  expect(events.filter(({ data }) => String(data.output).endsWith(longText))).toHaveLength(6);
});

test('an empty installation that imports it has the same hashes, for every read model', async () => {
  await using other = await startBus();
  const first = (await other.hookline('import', file, '--json')).json();
  expect(first).toMatchObject({ known: 0, refused: 0, stored: lines.length - 2 });
  await caughtUp(other);
  expect(await hashesOf(other)).toEqual(await hashesOf(origin));

  const again = (await other.hookline('import', file, '--json')).json();
  expect(again).toMatchObject({ known: lines.length - 2, refused: 0, stored: 0 });

  const back = join(folder.path, 'back.jsonl');
  await other.hookline('export', '--all', '-o', back);
  const timeless = (of: readonly string[]) =>
    eventsOf(of).map(({ recordedtime: _, ...event }: Record<string, unknown>) => event);
  expect(timeless((await readFile(back, 'utf8')).trimEnd().split('\n'))).toEqual(timeless(lines));
});

test('a file with bad lines imports without them, and says which they are', async () => {
  await using other = await startBus();
  const bad = join(folder.path, 'bad.jsonl');
  const spoiled = [...lines.slice(1, 5), '{"specversion":"1.0","id":"half', '[]', ...lines.slice(5, 9)];
  await writeFile(bad, `${spoiled.join('\n')}\n`);
  const imported = (await other.hookline('import', bad, '--json')).json();
  expect(imported).toMatchObject({ stored: 8, refused: 2 });
  expect(imported.files[0].reasons).toEqual(['line 5: not a JSON object', 'line 6: not a JSON object']);
});

test('a file that was cut off, or changed on the way, imports and says so', async () => {
  await using other = await startBus();
  const cut = join(folder.path, 'cut.jsonl');
  await writeFile(cut, `${lines.slice(0, 6).join('\n')}\n`);
  const first = await other.hookline('import', cut, '--json');
  expect(first.json()).toMatchObject({ stored: 5, refused: 1 });
  expect(first.json().files[0].reasons[0]).toContain('cut off');

  await appendFile(cut, `${lines[7]}\n${lines.at(-1)}\n`);
  const second = (await other.hookline('import', cut, '--json')).json();
  expect(second).toMatchObject({ stored: 1, known: 5, refused: 1 });
  expect(second.files[0].reasons[0]).toContain(`its end says ${lines.length - 2}`);
});

test('what an older build exported, without first and last line, still imports', async () => {
  await using other = await startBus();
  const plain = await (await origin.client.send('GET', '/v1/events/export')).text();
  const old = join(folder.path, 'old.jsonl');
  await writeFile(old, plain);
  expect((await other.hookline('import', old, '--json')).json()).toMatchObject({
    stored: lines.length - 2,
    refused: 0,
  });
  await caughtUp(other);
  expect(await hashesOf(other)).toEqual(await hashesOf(origin));
});

test('an export goes on behind a position', async () => {
  const read = async (query: Record<string, string | number>) =>
    (await (await origin.client.send('GET', '/v1/events/export', { query })).text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const all = await read({ as: 'recorded', texts: 'references' });
  const middle = all[Math.floor(all.length / 2)].position;
  const [before, after] = [
    await read({ as: 'recorded', texts: 'references', until: middle }),
    await read({ as: 'recorded', texts: 'references', after: middle }),
  ];
  expect([...before, ...after]).toEqual(all);
});
