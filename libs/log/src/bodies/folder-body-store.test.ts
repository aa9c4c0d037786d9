import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { expect, it } from 'vitest';
import { FolderBodyStore } from './folder-body-store.ts';

const hello = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

it('keeps a text under the hash of its content, readable by its owner only', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(join(dir.path, 'not', 'there', 'yet'));
  expect(await store.put('hello')).toBe(`sha256:${hello}`);
  const path = join(dir.path, 'not', 'there', 'yet', 'sha256', '2c', hello);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
  expect(await store.get(`sha256:${hello}`)).toBe('hello');
});

it('gives back every text, also when many put the same at once', async () => {
  await using dir = await tempDir();
  const texts = ['', 'ü🧵\r\n\u0000', 'x'.repeat(2_000_000), 'same', 'same', 'same'];
  const stores = [new FolderBodyStore(dir.path), new FolderBodyStore(dir.path)];
  const refs = await Promise.all(stores.flatMap((store) => texts.map((text) => store.put(text))));
  for (const [index, ref] of refs.entries()) expect(await stores[0]!.get(ref)).toBe(texts[index % texts.length]);
  const files = (await readdir(dir.path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files).toHaveLength(4);
});

it('does not know what was never put, and refuses what is no reference', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(dir.path);
  expect(await store.get(`sha256:${hello}`)).toBeUndefined();
  await expect(store.get('../../etc/passwd')).rejects.toThrow('expected sha256:');
});

it('notices a damaged file, and a new put repairs one that was cut short', async () => {
  await using dir = await tempDir();
  const ref = await new FolderBodyStore(dir.path).put('hello');
  const path = join(dir.path, 'sha256', '2c', hello);
  await writeFile(path, 'jello');
  await expect(new FolderBodyStore(dir.path).get(ref)).rejects.toThrow('holds another text');
  await writeFile(path, 'he');
  await new FolderBodyStore(dir.path).put('hello');
  expect(await new FolderBodyStore(dir.path).get(ref)).toBe('hello');
});

it('deletes a text that nobody put lately, and takes it again afterwards', async () => {
  await using dir = await tempDir();
  const store = new FolderBodyStore(dir.path);
  const ref = await store.put('hello');
  expect(await store.delete(ref, { untouchedForMs: 60_000 })).toBe('in-use');
  expect(await store.get(ref)).toBe('hello');
  expect(await store.delete(ref, { untouchedForMs: 0 })).toBe('deleted');
  expect(await store.delete(ref, { untouchedForMs: 0 })).toBe('missing');
  expect(await store.get(ref)).toBeUndefined();
  await store.put('hello');
  expect(await store.get(ref)).toBe('hello');
});

it('counts a text as wanted when it is put again, whichever process does', async () => {
  await using dir = await tempDir();
  const [one, other] = [new FolderBodyStore(dir.path), new FolderBodyStore(dir.path)];
  const ref = await one.put('hello');
  const path = join(dir.path, 'sha256', '2c', hello);
  for (const store of [one, other]) {
    await utimes(path, new Date(0), new Date(0));
    await store.put('hello');
    expect(await one.delete(ref, { untouchedForMs: 60_000 })).toBe('in-use');
  }
});
