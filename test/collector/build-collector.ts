import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../cache-folder.ts';

const run = promisify(execFile);
const library = 'golang-opentelemetry-collector-dev';
const compiler = 'golang-1.26-go';
const outputMax = 64 * 1024 ** 2;
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Why the collector cannot be had on this machine; undefined when it can. */
export function whyNoCollector(): string | undefined {
  if (existsSync(programPath())) return undefined;
  if (process.platform !== 'linux') return `it is built from Debian's packages, and this is ${process.platform}`;
  return existsSync(keyring) ? undefined : `it is built from Debian's packages, and ${keyring} is not there`;
}

/**
 * The real OpenTelemetry Collector, built from Debian's own sources the first time (350 MB are fetched, and compiling takes
 * some minutes) and kept in the cache. Nothing is installed on the machine.
 */
export async function findCollector(): Promise<string> {
  const program = programPath();
  if (existsSync(program)) return program;
  process.stderr.write(`building the OpenTelemetry Collector from Debian's sources into ${program}, once\n`);
  const folder = `${program}.build`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(folder, 'debs', 'partial'), { recursive: true });
  await unpackSources(folder);
  const root = join(folder, 'root');
  const goPath = join(root, 'usr', 'share', 'gocode');
  const goRoot = join(root, 'usr', 'lib', 'go-1.26');
  const main = join(goPath, 'src', 'hookline', 'collector');
  mkdirSync(main, { recursive: true });
  copyFileSync(join(import.meta.dirname, 'main.go'), join(main, 'main.go'));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GOROOT: goRoot,
    GOPATH: goPath,
    GOCACHE: join(folder, 'go-cache'),
    GO111MODULE: 'off',
    CGO_ENABLED: '0',
  };
  await run(join(goRoot, 'bin', 'go'), ['build', '-o', join(folder, 'program'), '.'], {
    cwd: main,
    env,
    maxBuffer: outputMax,
  });
  renameSync(join(folder, 'program'), program);
  rmSync(folder, { recursive: true, force: true });
  return program;
}

function programPath(): string {
  const cache = cacheFolder();
  return join(cache, 'collector');
}

async function unpackSources(folder: string): Promise<void> {
  writeFileSync(join(folder, 'status'), '');
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${keyring}] http://deb.debian.org/debian sid main\n`);
  const options = [
    `Dir::Etc::sourcelist=${join(folder, 'sources.list')}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::State::status=${join(folder, 'status')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'Debug::NoLocking=1',
  ].flatMap((option) => ['-o', option]);
  mkdirSync(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  const apt = (args: readonly string[], cwd = folder) =>
    run('apt-get', [...options, ...args], { cwd, maxBuffer: outputMax });
  await apt(['update']);
  const { stdout } = await apt(['--simulate', 'install', '--no-install-recommends', library, compiler]);
  const packages = stdout.split('\n').flatMap((line) => /^Inst (golang\S*)/.exec(line)?.[1] ?? []);
  await apt(['download', ...packages], join(folder, 'debs'));
  for (const name of readdirSync(join(folder, 'debs'))) {
    if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', join(folder, 'debs', name), join(folder, 'root')]);
  }
}
