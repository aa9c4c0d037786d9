import { readEvent } from '@hookline/schemas';
import { tempDir } from '@hookline/testing';
import { expect, it } from 'vitest';
import { EventTooLargeError } from '../errors.ts';
import { MemoryLog } from '../memory-log.ts';
import { plainEvent } from '../testing/arbitrary-events.ts';
import { FolderBodyStore } from './folder-body-store.ts';
import { inlineBodies, readBody, withBodies } from './with-bodies.ts';

const started = (input: unknown) => ({ call: 'c1', tool: 'Bash', effects: [], input });

it('makes an event fit for the log and restores it for reading', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(dir.path);
  const event = plainEvent('big', started({ command: 'x'.repeat(3_000_000), lines: Array(40_000).fill('number') }));
  const small = await withBodies(event, store);
  const log = new MemoryLog();
  expect(await log.append([small])).toMatchObject([{ stored: true }]);
  expect(() => readEvent(small)).not.toThrow();
  expect(await inlineBodies((await log.get(1))!.event, store)).toMatchObject(event);
});

it('hands a small event back as it is', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(dir.path);
  const event = plainEvent('small', started({ command: 'ls' }));
  expect(await withBodies(event, store)).toBe(event);
  expect(await inlineBodies(event, store)).toBe(event);
});

it('says how large an event is that cannot be made to fit', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(dir.path);
  const effects = Array.from({ length: 30_000 }, () => ({ type: 'unknown' }));
  const refused = withBodies(plainEvent('huge', { ...started({}), effects }), store);
  await expect(refused).rejects.toThrow(EventTooLargeError);
  await expect(refused).rejects.toMatchObject({ id: 'huge', bytesMax: 262_144 });
});

it('takes out the longest strings of a field that must stay what it is', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(dir.path);
  const event = plainEvent('hunks', { parts: Array.from({ length: 8 }, (_, n) => `${n}`.repeat(60_000)) });
  const small = await withBodies(event, store);
  await new MemoryLog().append([small]);
  expect(await inlineBodies(small, store)).toEqual(event);
});

it('keeps a reference whose text is gone', async () => {
  await using dir = await tempDir();
  await using other = await tempDir();
  const small = await withBodies(plainEvent('e', started('x'.repeat(100_000))), new FolderBodyStore(dir.path));
  const elsewhere = new FolderBodyStore(other.path);
  expect(await inlineBodies(small, elsewhere)).toEqual(small);
  expect(await readBody(small.data.input as never, elsewhere)).toBeUndefined();
  expect(await readBody('short', elsewhere)).toBe('short');
});

it('reads a text as it is where a reference wrongly calls it JSON', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(dir.path);
  const body = await store.put('no JSON');
  const event = plainEvent('e', started({ body, bytes: 7, head: '', tail: '', media: 'application/json' }));
  expect((await inlineBodies(event, store)).data).toMatchObject({ input: 'no JSON' });
});
