import { FolderBodyStore, MemoryLog, withBodies } from '@hookline/log';
import { newEvent, type RecordedEvent } from '@hookline/schemas';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { checkArchive } from './check-archive.ts';
import { readSegments } from './read-segments.ts';
import type { ArchiveSource } from './source.ts';
import type { ArchiveStore } from './store/archive-store.ts';
import { FolderStore } from './store/folder-store.ts';
import { writeArchive } from './write-archive.ts';

const limits = { eventsMax: 5, charactersMax: 4_000 };
const count = 23;

/** A log of 23 events with a hole at 8 and 9; every fourth has a text that lies elsewhere. */
async function logToArchive(folder: string): Promise<{ source: ArchiveSource; held: RecordedEvent[] }> {
  const bodies = new FolderBodyStore(folder);
  const log = new MemoryLog({ identity: 'a log' });
  for (let number = 1; number <= count; number += 1) {
    const text = number % 4 === 0 ? `${number % 8} ${'long '.repeat(20_000)}` : `prompt ${number}`;
    const event = newEvent({
      kind: 'prompt.submitted',
      id: `event-${number}`,
      source: 'urn:hookline:test',
      time: '2026-10-01T09:00:00Z',
      session: `codex:${number % 2}`,
      origin: 'api',
      data: { text, by: 'person' },
    });
    await log.append([await withBodies(event, bodies)]);
  }
  await log.erase(8);
  await log.erase(9);
  const held: RecordedEvent[] = [];
  for (let position = 1; position <= count; position += 1) {
    const found = await log.get(position);
    if (found) held.push(found);
  }
  const source: ArchiveSource = {
    identity: 'a log',
    last: count,
    async *read(after, until) {
      const wanted = held.filter(({ position }) => position > after && position <= until);
      for (let at = 0; at < wanted.length; at += 3) yield wanted.slice(at, at + 3);
    },
    body: (ref) => bodies.get(ref),
  };
  return { source, held };
}

const eventsIn = async (store: ArchiveStore) =>
  (await Array.fromAsync(readSegments(store))).flatMap(({ events, fault }): unknown[] =>
    fault ? [fault] : [...events],
  );

test.each(['jsonl', 'parquet'] as const)(
  'as %s every event comes back as it was, in segments without a hole',
  async (format) => {
    await using folder = await tempDir();
    const { source, held } = await logToArchive(`${folder.path}/bodies`);
    const store = new FolderStore(`${folder.path}/archive`);
    const { segments } = await writeArchive(source, store, { format, limits });
    expect(await eventsIn(store)).toEqual(held);
    expect(segments.length).toBeGreaterThan(4);
    for (const [index, { from, to, events }] of segments.entries()) {
      expect(from).toBe(index === 0 ? 1 : segments[index - 1]!.to + 1);
      expect(events).toBeLessThanOrEqual(limits.eventsMax);
      expect(to).toBeGreaterThanOrEqual(from);
    }
    expect(segments.at(-1)!.to).toBe(count);
    expect(await checkArchive(store)).toMatchObject({ ok: true, events: held.length, bodies: 2 });
  },
);

test('dying at any write and run again, an archive is what it is when nothing dies; in between it is always whole', async () => {
  await using folder = await tempDir();
  const { source, held } = await logToArchive(`${folder.path}/bodies`);
  let deaths = 0;
  for (let writes = 0; ; writes += 1) {
    const store = new FolderStore(`${folder.path}/archive-${writes}`);
    let left = writes;
    const dying: ArchiveStore = {
      where: store.where,
      get: (name) => store.get(name),
      has: (name) => store.has(name),
      async put(name, bytes) {
        if (left === 0) throw new Error('killed');
        left -= 1;
        await store.put(name, bytes);
      },
    };
    const died = await writeArchive(source, dying, { limits }).then(
      () => false,
      (error: Error) => error.message === 'killed',
    );
    if (await store.has('manifest.json')) expect(await checkArchive(store)).toMatchObject({ ok: true });
    await writeArchive(source, store, { limits });
    expect(await eventsIn(store)).toEqual(held);
    expect(await checkArchive(store)).toMatchObject({ ok: true, events: held.length });
    if (!died) break;
    deaths += 1;
  }
  expect(deaths).toBeGreaterThan(10);
});

test('two writers at once do not spoil it', async () => {
  await using folder = await tempDir();
  const { source, held } = await logToArchive(`${folder.path}/bodies`);
  const store = new FolderStore(`${folder.path}/archive`);
  const both = await Promise.allSettled([
    writeArchive(source, store, { limits }),
    writeArchive({ ...source, last: 15 }, store, { limits }),
  ]);
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
  await writeArchive(source, store, { limits });
  expect(await checkArchive(store)).toMatchObject({ ok: true, events: held.length });
});

test('a text that is no longer held is named, and its event kept', async () => {
  await using folder = await tempDir();
  const { source, held } = await logToArchive(`${folder.path}/bodies`);
  const store = new FolderStore(`${folder.path}/archive`);
  const { segments } = await writeArchive({ ...source, body: async () => undefined }, store);
  expect(segments[0]).toMatchObject({ bodies: 2, bodiesMissing: [expect.any(String), expect.any(String)] });
  expect(await eventsIn(store)).toEqual(held);
  expect(await checkArchive(store)).toMatchObject({ ok: true, bodies: 0, bodiesMissing: 2 });
});
