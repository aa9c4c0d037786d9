import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { ensureConsole } from './ensure-console.ts';

test('builds the console once per state of its sources, beside its caller', async () => {
  await using home = await tempDir();
  const options = { home: home.path, carried: join(home.path, 'nothing') };

  const first = await ensureConsole(options);
  expect(first.building).toBe(true);
  await expect(access(join(first.folder, 'index.html'))).rejects.toThrow('ENOENT');
  await first.ready;

  const page = await readFile(join(first.folder, 'index.html'), 'utf8');
  expect(page).toContain('<div id="root">');
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
  expect(await ensureConsole(options)).toMatchObject({ building: false, folder: first.folder });
  expect(await ensureConsole({ ...options, carried: first.folder })).toMatchObject({ building: false });
});
