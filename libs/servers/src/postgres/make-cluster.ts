import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { serverEnvironment } from '../process/spawn-server.ts';
import { initdbArguments, postgresArguments, type ServerProfile } from './arguments.ts';
import type { PostgresPrograms } from './find-postgres.ts';
import { firstPassedFd, giveRootsDataTo, makeOwnFolder, passFolder, type RunAs } from './run-as.ts';
import { checkDataVersion } from './version.ts';

export interface ClusterOptions {
  readonly programs: PostgresPrograms;
  readonly dir: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly profile: ServerProfile;
  readonly runAs: RunAs;
}

const timeoutMs = 120_000;

/** The data folder with its cluster and our database: made if it is not there, else checked to fit the programs. */
export async function makeCluster(options: ClusterOptions): Promise<string> {
  const { dir, programs } = options;
  const dataDir = join(dir, 'data');
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    checkDataVersion(dataDir, readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim(), programs.version);
    checkOwner(dataDir);
    giveRootsDataTo(dataDir, options.runAs);
    return dataDir;
  }
  // Made aside and moved when whole, so that a start that was cut short leaves nothing half-made.
  const draft = join(dir, 'data.making');
  rmSync(draft, { recursive: true, force: true });
  makeOwnFolder(draft, options.runAs);
  await initialise(draft, options);
  await createDatabase(draft, options);
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(draft, dataDir);
  return dataDir;
}

async function initialise(draft: string, options: ClusterOptions): Promise<void> {
  const { dir, programs, user, password, profile, runAs } = options;
  const passwordFile = join(dir, 'initial-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(passwordFile, runAs.uid, runAs.gid);
  using folder = passFolder(draft, runAs);
  const opened = openSync(passwordFile, 'r');
  try {
    const passedPassword = `/dev/fd/${firstPassedFd + folder.fds.length}`;
    const args = initdbArguments(folder.name, user, passedPassword, programs.major);
    if (profile === 'test') args.push('--no-sync');
    await run(join(programs.bin, 'initdb'), args, { draft, runAs, fds: [...folder.fds, opened] });
  } finally {
    closeSync(opened);
    rmSync(passwordFile, { force: true });
  }
}

/** In the server's single-user form, which needs no connection. */
async function createDatabase(draft: string, { programs, database, profile, runAs }: ClusterOptions): Promise<void> {
  using folder = passFolder(draft, runAs);
  const settings = postgresArguments(folder.name, { port: 5432, tcp: false }, profile);
  const input = `CREATE DATABASE ${database}\n`;
  await run(join(programs.bin, 'postgres'), ['--single', ...settings, 'postgres'], {
    draft,
    runAs,
    fds: folder.fds,
    input,
  });
}

interface Run {
  readonly draft: string;
  readonly runAs: RunAs;
  readonly fds: readonly number[];
  readonly input?: string;
}

function run(path: string, args: string[], { draft, runAs, fds, input = '' }: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, {
      ...runAs,
      cwd: '/',
      env: serverEnvironment({ LC_ALL: 'C' }),
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'pipe', 'pipe', ...fds],
    });
    let printed = '';
    const keep = (chunk: Buffer) => {
      printed = (printed + chunk.toString('utf8')).slice(-2_000);
    };
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    child.stdin!.on('error', () => {}).end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `cannot make the PostgreSQL data in ${draft}: ${path} ended with ${signal ?? code}: ${printed.trim()}`,
          ),
        );
    });
  });
}

function checkOwner(dataDir: string): void {
  const [owner, self] = [lstatSync(dataDir).uid, process.getuid?.()];
  if (self === 0 || owner === self) return;
  throw new Error(
    `The PostgreSQL data in ${dataDir} belongs to user ${owner}, but this is user ${self}. Start as the user who made it, or choose another folder with HOOKLINE_HOME.`,
  );
}
