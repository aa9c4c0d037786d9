import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WrongVersionError } from '../errors.ts';
import { silent } from '../log.ts';
import { defaultCache } from '../settings.ts';
import { tempFolder } from '../temp-folder.ts';
import { checksumOf, releaseName } from './fetch-release.ts';
import { findNats } from './find-nats.ts';

const real = () => findNats({ cacheDir: defaultCache(process.env), log: silent });

test('takes the program the setting names', async () => {
  const { path, version } = await real();

  expect(await findNats({ cacheDir: '/nonexistent', setting: path, log: silent })).toEqual({ path, version });
});

test('refuses a program that is too old or none at all', async () => {
  await using dir = await tempFolder();
  const old = program(dir.path, 'nats-server: v2.9.10');

  await expect(findNats({ cacheDir: dir.path, setting: old, log: silent })).rejects.toThrow(WrongVersionError);
  await expect(findNats({ cacheDir: dir.path, setting: '/bin/true', log: silent })).rejects.toThrow(
    'HOOKLINE_NATS_SERVER is /bin/true, which is not a nats-server that runs here.',
  );
});

test('warns of a version it was not tested with', async () => {
  await using dir = await tempFolder();
  const warnings: string[] = [];
  const log = { info() {}, warn: (_: object, message: string) => void warnings.push(message) };

  await findNats({ cacheDir: dir.path, setting: program(dir.path, 'nats-server: v2.99.0'), log });

  expect(warnings).toEqual([expect.stringContaining('nats-server 2.99.0 is not one of the versions')]);
});

test('passes over an old program on PATH and takes the newest of the cache', async () => {
  await using dir = await tempFolder();
  program(dir.path, 'nats-server: v2.9.10');
  for (const version of ['2.14.2', '2.15.0', '2.9.1']) {
    const shelf = join(dir.path, 'nats-server.cache', 'nats-server', version);
    mkdirSync(shelf, { recursive: true });
    program(shelf, `nats-server: v${version}`);
  }

  const found = await findNats({ cacheDir: join(dir.path, 'nats-server.cache'), path: dir.path, log: silent });

  expect(found.version).toBe('2.15.0');
});

test('fetches a release once, however many ask at the same time, and leaves nothing but the program', async () => {
  await using dir = await tempFolder();
  await using site = await releaseSite(dir.path, (await real()).path);
  const cacheDir = join(dir.path, 'cache');
  const ask = () => findNats({ cacheDir, path: '', releases: site.url, log: silent });

  const found = await Promise.all([ask(), ask(), ask()]);

  expect(new Set(found.map(({ path }) => path)).size).toBe(1);
  expect(site.downloads()).toBe(1);
  expect(readdirSync(join(cacheDir, 'nats-server'))).toEqual([found[0]?.version]);
});

test('finds the checksum of a file among those of a release', () => {
  const sums = `${'a'.repeat(64)}  one.tar.gz\n${'B'.repeat(64)} *two.tar.gz\n`;

  expect(checksumOf(sums, 'two.tar.gz')).toBe('b'.repeat(64));
  expect(checksumOf(sums, 'three.tar.gz')).toBeUndefined();
  expect(releaseName('2.15.1', 'darwin', 'arm64')).toBe('nats-server-v2.15.1-darwin-arm64');
});

function program(folder: string, says: string): string {
  const path = join(folder, 'nats-server');
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  return path;
}

/** Serves the real program in the form of a release, with its checksum. */
async function releaseSite(dir: string, path: string) {
  const name = releaseName('2.15.1', process.platform, process.arch);
  mkdirSync(join(dir, name));
  copyFileSync(path, join(dir, name, 'nats-server'));
  execFileSync('tar', ['-czf', join(dir, 'release.tar.gz'), '-C', dir, name]);
  const archive = readFileSync(join(dir, 'release.tar.gz'));
  let downloads = 0;
  const server = createServer((request, response) => {
    if (request.url === `/v2.15.1/${name}.tar.gz`) {
      downloads += 1;
      response.end(archive);
    } else if (request.url === '/v2.15.1/SHA256SUMS') {
      response.end(`${createHash('sha256').update(archive).digest('hex')}  ${name}.tar.gz\n`);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    downloads: () => downloads,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
