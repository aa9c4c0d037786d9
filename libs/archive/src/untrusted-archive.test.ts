import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { newEvent, type RecordedEvent } from '@hookline/schemas';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { emptyManifest, readManifest, type Segment, writeManifest } from './manifest.ts';
import { bodiesOf } from './read-segments.ts';
import { parsePolicy } from './retention/policy.ts';
import { archivedUntil } from './retention/required-archive.ts';
import { bodyName } from './segment/body-refs.ts';
import { FolderStore } from './store/folder-store.ts';
import { writeArchive } from './write-archive.ts';

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

test('what is no file, or larger than any file of an archive, is not read', async () => {
  await using folder = await tempDir();
  const store = new FolderStore(folder.path);
  execFileSync('mkfifo', [join(folder.path, 'pipe')]);
  await put(join(folder.path, 'large'), new Uint8Array());
  await truncate(join(folder.path, 'large'), 600 * 2 ** 20);

  await expect(store.get('pipe')).rejects.toThrow('is no file, expected one of an archive');
  await expect(store.get('large')).rejects.toThrow('expected at most 536870912 in a file of an archive');
  expect(await store.get('nothing')).toBeUndefined();
});

test('a text that unpacks to more than any text of a bus is not there', async () => {
  await using folder = await tempDir();
  const store = new FolderStore(folder.path);
  const texts = { small: Buffer.alloc(1_000, 'x'), bomb: Buffer.alloc(65 * 2 ** 20) };
  const refs: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    refs[name] = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    await put(join(folder.path, bodyName(refs[name])), gzipSync(text, { level: 1 }));
  }

  expect(await bodiesOf(store).get(refs.small!)).toBe(texts.small.toString());
  expect(await bodiesOf(store).get(refs.bomb!)).toBeUndefined();
});

test.each(['segments/..', 'segments/.', 'segments/../../x', '../x', '/etc/passwd', 'segments/a/b'])(
  'a manifest that names %s as a segment makes no sense',
  async (name) => {
    await using folder = await tempDir();
    const store = new FolderStore(folder.path);
    const segment: Segment = {
      name,
      from: 1,
      to: 1,
      events: 1,
      bytes: 1,
      sha256: '0'.repeat(64),
      bodies: 0,
      bodiesMissing: [],
    };
    await writeManifest(store, { ...emptyManifest('a log', 'jsonl', 'now'), segments: [segment] });

    await expect(readManifest(store)).rejects.toThrow('expected the manifest of a hookline archive');
  },
);

test('retention takes nothing for archived from the first segment on that is not there', async () => {
  await using folder = await tempDir();
  const store = new FolderStore(folder.path);
  const held = [1, 2, 3].map((position): RecordedEvent => {
    const about = { id: `event-${position}`, source: 'urn:hookline:test', time: '2026-10-01T09:00:00Z' };
    const data = { text: 'go', by: 'person' } as const;
    const event = newEvent({ kind: 'prompt.submitted', ...about, session: 'codex:1', origin: 'api', data });
    return { position, event };
  });
  const source = {
    identity: 'a log',
    last: 3,
    async *read(after: number, until: number) {
      yield held.filter(({ position }) => position > after && position <= until);
    },
    body: async () => undefined,
  };
  const { segments } = await writeArchive(source, store, { limits: { eventsMax: 1, charactersMax: 10_000 } });
  const policy = parsePolicy(
    `version: 1\nrequire-archive: ${folder.path}\nrules:\n  - {name: all, events: 1d, kinds: [tool.]}\n`,
    'retention.yaml',
  );

  expect(await archivedUntil(policy, 'a log', {})).toBe(3);
  await rm(join(folder.path, segments[1]!.name));
  expect(await archivedUntil(policy, 'a log', {})).toBe(1);
});
