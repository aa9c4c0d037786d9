import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WrongVersionError } from '../errors.ts';
import { tempFolder } from '../temp-folder.ts';
import { initdbArguments, parsePostmasterFile, postgresArguments } from './arguments.ts';
import { linkLibraries } from './find-postgres.ts';
import { passFolder, runAs, unprivilegedUser } from './run-as.ts';
import { socketFolder } from './socket-folder.ts';
import { checkDataVersion, checkPostgresVersion, postgresMajor } from './version.ts';

test('reads the major version in every form a server gives it', () => {
  const forms = ['postgres (PostgreSQL) 18.4', '18.4', '15.18 (Debian 15.18-0+deb12u1)', '140011', 180004, '19beta1'];

  expect(forms.map(postgresMajor)).toEqual([18, 18, 15, 14, 18, 19]);
});

test('refuses a PostgreSQL below 14', () => {
  expect(() => checkPostgresVersion('13.4')).toThrow(WrongVersionError);
  expect(() => checkPostgresVersion('what?')).toThrow(WrongVersionError);
  checkPostgresVersion('14.0');
});

test('names both versions when the data is of another one', () => {
  expect(() => checkDataVersion('/h/data', '17', '18.4')).toThrow(
    /data in \/h\/data is version 17, .* needs 18 .*HOOKLINE_POSTGRES_BIN/,
  );
  checkDataVersion('/h/data', '18', '18.4');
});

test('forces writes to disk unless it is for tests', () => {
  const socketOnly = { port: 5432, tcp: false };

  expect(postgresArguments('/d', socketOnly, 'durable').join(' ')).not.toMatch(/fsync|synchronous_commit/);
  expect(postgresArguments('/d', socketOnly, 'test')).toEqual(
    expect.arrayContaining(['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  );
});

test('listens on loopback only where a port is set', () => {
  expect(postgresArguments('/d', { port: 5432, tcp: false }, 'durable')).toContain('listen_addresses=');
  expect(postgresArguments('/d', { port: 6000, tcp: true }, 'durable')).toContain('listen_addresses=127.0.0.1');
});

test('orders text in a way that no system locale changes', () => {
  expect(initdbArguments('/d', 'u', '/p', 18)).toContain('--builtin-locale=C.UTF-8');
  expect(initdbArguments('/d', 'u', '/p', 15)).not.toContain('--builtin-locale=C.UTF-8');
});

test('knows from the pid file when the server is ready', () => {
  const file = (status: string) => `42\n/d\n1700000000\n5432\n.\n\n  1 2\n${status}\n`;

  expect(parsePostmasterFile(file('starting'))).toEqual({ pid: 42, isReady: false });
  expect(parsePostmasterFile(file('ready   '))).toEqual({ pid: 42, isReady: true });
  expect(parsePostmasterFile('')).toBeUndefined();
});

test('runs as hookline before nobody, and never as root', () => {
  const nobody = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n';

  expect(unprivilegedUser(nobody)).toEqual({ uid: 65_534, gid: 65_534 });
  expect(unprivilegedUser(`${nobody}hookline:x:901:902::/:/bin/false\n`)).toEqual({ uid: 901, gid: 902 });
  expect(unprivilegedUser('root:x:0:0::/root:/bin/sh\n')).toBeUndefined();
});

test.runIf(process.getuid?.() === 0)('as root keeps to the owner of data that is there already', async () => {
  await using dir = await tempFolder();
  chownSync(dir.path, 12_345, 12_346);

  expect(runAs(dir.path)).toEqual({ uid: 12_345, gid: 12_346 });
});

test('passes the data folder itself, not its path, when another user runs the server', async () => {
  await using dir = await tempFolder();
  using own = passFolder(dir.path, {});
  using others = passFolder(dir.path, { uid: 1, gid: 1 });

  expect(own).toMatchObject({ name: dir.path, fds: [] });
  if (process.platform === 'linux')
    expect(others).toMatchObject({ name: '/proc/self/fd/3', fds: [expect.any(Number)] });
});

test('makes the links between libraries that an install script did not make', async () => {
  await using dir = await tempFolder();
  mkdirSync(join(dir.path, 'native', 'lib'), { recursive: true });
  writeFileSync(join(dir.path, 'native', 'lib', 'libx.so.1.2'), 'library');
  const links = ['libx.so', 'libx.so.1'].map((name) => ({
    source: 'native/lib/libx.so.1.2',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(dir.path, 'native', 'pg-symlinks.json'), JSON.stringify(links));

  expect(linkLibraries(dir.path)).toBe(true);
  expect(linkLibraries(dir.path)).toBe(true);
  expect(readFileSync(join(dir.path, 'native', 'lib', 'libx.so'), 'utf8')).toBe('library');
});

test('gives clients a short way to a socket whose path is too long, and takes it away again', async () => {
  await using dir = await tempFolder();
  const note = join(dir.path, 'note');
  const long = join(dir.path, 'x'.repeat(100));

  expect(socketFolder(dir.path, 5432, note).path).toBe(dir.path);
  const first = socketFolder(long, 5432, note);
  expect(first.path.length).toBeLessThan(60);
  expect(lstatSync(first.path).isSymbolicLink()).toBe(true);

  // A start after a kill knows of the old one from the note alone.
  const second = socketFolder(long, 5432, note);
  expect(existsSync(join(first.path, '..'))).toBe(false);
  second.remove();
  expect(existsSync(join(second.path, '..'))).toBe(false);
});

test('makes links that survive being there already under another process', async () => {
  await using dir = await tempFolder();
  mkdirSync(join(dir.path, 'native'));
  writeFileSync(
    join(dir.path, 'native', 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/a', target: 'native/b' }]),
  );
  symlinkSync('a', join(dir.path, 'native', 'b'));

  expect(linkLibraries(dir.path)).toBe(true);
});
