import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';
import { everythingEnv, fillWithEverything, generatedSession, hashesOf } from './support/everything.ts';

// Several installations are started and rebuilt in one test.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let origin: TestBus;
let folder: Awaited<ReturnType<typeof tempDir>>;
beforeAll(async () => {
  folder = await tempDir();
  origin = await startBus({ env: everythingEnv });
  await fillWithEverything(origin);
});
afterAll(async () => {
  await origin?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

const archiveTo = async (where: string, ...more: string[]) =>
  (await origin.hookline('archive', '--to', where, '--json', ...more)).json();
const verify = async (where: string) => await origin.hookline('archive', 'verify', where, '--json');

describe.each(['jsonl', 'parquet'] as const)('an archive of segments as %s', (format) => {
  const where = () => join(folder.path, format);

  test('takes what is new, and nothing twice', async () => {
    const first = await archiveTo(where(), '--format', format, '--until', '60');
    expect(first).toMatchObject({ until: 60, total: first.events, bodiesMissing: 0 });
    const second = await archiveTo(where());
    expect(second.total).toBe(first.events + second.events);
    expect(second.segments.map(({ from }: { from: number }) => from)).toEqual([61]);
    expect(await archiveTo(where())).toMatchObject({ events: 0, segments: [], total: second.total });
    const checked = await verify(where());
    expect(checked.exitCode).toBe(0);
    expect(checked.json()).toMatchObject({ ok: true, from: 1, to: second.until, segments: 2, events: second.total });
  });

  test('brings an empty installation to the same hashes', async () => {
    await using other = await startBus();
    const imported = (await other.hookline('import', where(), '--json')).json();
    expect(imported).toMatchObject({ refused: 0, known: 0 });
    await caughtUp(other);
    expect(await hashesOf(other)).toEqual(await hashesOf(origin));
    expect((await other.hookline('import', where(), '--json')).json()).toMatchObject({
      stored: 0,
      known: imported.stored,
    });
  });

  test('gives a session back, in its order, without a bus', async () => {
    const { eventsOfArchive } = await import('@hookline/archive');
    const events = await eventsOfArchive(where(), 'generated:one');
    expect(events.map(({ event }) => event.id)).toEqual(generatedSession('generated:one').map(({ id }) => id));
    await expect(eventsOfArchive(where(), 'generated:three')).rejects.toThrow(/no session/);
  });

  test('says which file was damaged or is missing, and imports the rest', async () => {
    const damaged = join(folder.path, `${format}-damaged`);
    execFileSync('cp', ['-r', where(), damaged]);
    const [first] = (await readdir(join(damaged, 'segments'))).sort();
    await truncate(join(damaged, 'segments', first!), 100);
    const bodies = (await readdir(join(damaged, 'bodies'), { recursive: true })).filter((name) => name.endsWith('.gz'));
    await rm(join(damaged, 'bodies', bodies[0]!));
    const checked = await verify(damaged);
    expect(checked.json()).toMatchObject({ ok: false, findingsTotal: 2 });
    expect(checked.json().findings[0]).toContain(first);

    await using other = await startBus();
    const imported = (await other.hookline('import', damaged, '--json')).json();
    expect(imported.refused).toBe(1);
    expect(imported.files[0].reasons[0]).toContain(first);
    expect(imported.stored).toBeGreaterThan(0);
  });
});

test('a run that died before the manifest named its segment is as if it had not been', async () => {
  const where = join(folder.path, 'died');
  await archiveTo(where, '--until', '60');
  const before = await readFile(join(where, 'manifest.json'));
  await archiveTo(where);
  await writeFile(join(where, 'manifest.json'), before);
  expect((await verify(where)).json()).toMatchObject({ ok: true, to: 60 });
  const again = await archiveTo(where);
  expect(again.segments).toHaveLength(1);
  expect((await verify(where)).json()).toMatchObject({ ok: true, events: again.total });
});

test('an archive is of one log and one format', async () => {
  const where = join(folder.path, 'jsonl');
  const other = await origin.hookline('archive', '--to', where, '--format', 'parquet');
  expect(other.exitCode).toBe(1);
  expect(other.err).toContain('is written as jsonl');
  await using bus = await startBus();
  await bus.client.publish(generatedSession('generated:one').slice(0, 3));
  await caughtUp(bus);
  const foreign = await bus.hookline('archive', '--to', where);
  expect(foreign.exitCode).toBe(1);
  expect(foreign.err).toContain('is the archive of the log');
  expect((await bus.hookline('archive', 'verify', folder.path)).err).toContain('holds no archive');
});
