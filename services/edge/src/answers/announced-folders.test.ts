import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { announcedFolder } from '@hookline/harnesses';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { readAnnouncedFolders } from './announced-folders.ts';
import type { PackOwner } from './packs.ts';

/** An edge that reads what is announced in a home. */
async function start() {
  const folder = await tempDir();
  const home = folder.path;
  const stop = new AbortController();
  const arrived: [string, PackOwner][] = [];
  const troubles: unknown[] = [];
  const reading = readAnnouncedFolders(
    {
      home,
      where: { of: async (path) => ({ project: { id: `project of ${path}`, name: 'x' }, actor: 'dev' }) as never },
      cards: {
        arrives: async (path, owner) => {
          if (path === '/no/bus') throw new Error('the bus cannot be asked');
          arrived.push([path, owner]);
        },
      },
      onTrouble: (error) => troubles.push(error),
    },
    stop.signal,
  );
  const announce = (path: string) => {
    const file = announcedFolder(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, path);
    return file;
  };
  const gone = (file: string) => eventually(() => !existsSync(file), { what: `${file} was taken away` });
  const dispose = async () => {
    stop.abort();
    await reading;
    await folder[Symbol.asyncDispose]();
  };
  return { home, arrived, troubles, announce, gone, [Symbol.asyncDispose]: dispose };
}

test('a folder that is named gets what is told there, and then its name is taken away', async () => {
  await using edge = await start();
  await edge.gone(edge.announce('/work/tree'));

  expect(edge.arrived).toEqual([['/work/tree', { project: 'project of /work/tree', actor: 'dev' }]]);
});

test('what names no folder, or leads elsewhere, is taken away and not followed', async () => {
  await using edge = await start();
  const wrong = ['relative', '/up/../tree', `/${'x'.repeat(5_000)}`, ''].map(edge.announce);
  const link = join(dirname(wrong[0]!), 'a2link');
  symlinkSync('/etc/hostname', link);
  for (const file of [...wrong, link]) await edge.gone(file);

  expect(edge.arrived).toEqual([]);
});

test('where the bus cannot be asked nobody waits for ever', async () => {
  await using edge = await start();
  await edge.gone(edge.announce('/no/bus'));

  expect(edge.troubles).toEqual([new Error('the bus cannot be asked')]);
});
