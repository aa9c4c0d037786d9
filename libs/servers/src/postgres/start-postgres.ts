import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PortTakenError } from '../errors.ts';
import { type ServersLog, silent } from '../log.ts';
import { endProcess, postgresStop } from '../process/end-process.ts';
import { isPortFree } from '../process/free-port.ts';
import { markOf } from '../process/process-mark.ts';
import { serverEnvironment, spawnServer, tailOf } from '../process/spawn-server.ts';
import { type ChildStatus, ended, endOrphan, superviseChild } from '../process/supervised-child.ts';
import { secretFile } from '../secret-file.ts';
import { parsePostmasterFile, postgresArguments, type ServerProfile } from './arguments.ts';
import { findPostgres } from './find-postgres.ts';
import { makeCluster } from './make-cluster.ts';
import { passFolder, runAs } from './run-as.ts';
import { endWorkersLeftIn, runsIn } from './runs-in.ts';
import { socketFolder } from './socket-folder.ts';

export interface PostgresServer extends AsyncDisposable {
  /** A connection string for `pg` and `psql`: over the private socket, or TCP where a port is set. Stays the same across restarts. */
  readonly url: string;
  /** The same for a login that may only read (`hookline_reader`), to be made by whoever prepares the database; undefined for a server of the user's own. */
  readonly readerUrl: string | undefined;
  /** As the program says, such as `18.4`; undefined for a server of the user's own. */
  readonly version: string | undefined;
  /** Undefined while it is down, and for a server of the user's own. */
  readonly pid: number | undefined;
  status(): ChildStatus;
  stop(): Promise<void>;
}

export interface StartPostgresOptions {
  /** Holds the data and the log; made if missing. Nobody else may run on it. */
  readonly dir: string;
  readonly cacheDir: string;
  /** The folder of initdb and postgres to use. */
  readonly bin?: string | undefined;
  /** Unset: no TCP, a socket only. */
  readonly port?: number | undefined;
  readonly profile?: ServerProfile | undefined;
  readonly log?: ServersLog;
  readonly onStatus?: (status: ChildStatus) => void;
}

const user = 'hookline';
const reader = 'hookline_reader';
const database = 'hookline';
const readyWithinMs = 120_000;

/** Starts PostgreSQL for this machine's user alone, behind a password, and keeps it up until `stop`. */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const dir = resolve(options.dir);
  const { cacheDir, bin, port, profile = 'durable', log = silent, onStatus } = options;
  mkdirSync(join(dir, 'run'), { recursive: true, mode: 0o700 });
  const files = { record: join(dir, 'run', 'postgres.process.json'), output: join(dir, 'run', 'postgres.log') };
  await endOrphan(files.record, postgresStop);
  await endUnrecorded(join(dir, 'data'));

  const as = runAs(join(dir, 'data'));
  const programs = await findPostgres({ cacheDir, bin, runAs: as, log });
  const password = secretFile(join(dir, 'password'));
  const dataDir = await makeCluster({ programs, dir, user, password, database, profile, runAs: as });
  if (port !== undefined && !(await isPortFree(port)))
    throw new PortTakenError('PostgreSQL', port, 'HOOKLINE_POSTGRES_PORT');
  const listening = { port: port ?? 5432, tcp: port !== undefined };
  const socket = socketFolder(dataDir, listening.port, join(dir, 'run', 'socket-folder'));

  const child = await superviseChild(
    {
      name: 'postgres',
      recordFile: files.record,
      stopSteps: postgresStop,
      spawn() {
        endWorkersLeftIn(dataDir);
        using folder = passFolder(dataDir, as);
        const args = postgresArguments(folder.name, listening, profile);
        return spawnServer(join(programs.bin, 'postgres'), args, {
          outputFile: files.output,
          fds: folder.fds,
          env: serverEnvironment({ LC_ALL: 'C' }),
          ...as,
        });
      },
      async ready(process) {
        try {
          await isReady(process, dataDir);
        } catch (error) {
          const printed = tailOf(files.output);
          if (/Address already in use/.test(printed))
            throw new PortTakenError('PostgreSQL', listening.port, 'HOOKLINE_POSTGRES_PORT');
          const complaint = printed
            .split('\n')
            .filter((line) => /FATAL|PANIC|ERROR/.test(line))
            .at(-1);
          throw new Error(
            `PostgreSQL did not start: ${(error as Error).message}. ${complaint ? `It said: ${complaint} ` : ''}(log: ${files.output})`,
          );
        }
      },
    },
    { log, onStatus },
  ).catch((error) => {
    socket.remove();
    throw error;
  });

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= child.stop().finally(() => socket.remove());
    return stopped;
  };
  const urlFor = (login: string) =>
    listening.tcp
      ? `postgres://${login}@127.0.0.1:${port}/${database}`
      : `postgres://${login}@/${database}?host=${encodeURIComponent(socket.path)}`;
  return {
    url: urlFor(`${user}:${password}`),
    readerUrl: urlFor(`${reader}:${secretFile(join(dir, 'reader-password'))}`),
    version: programs.version,
    get pid() {
      return child.status().pid;
    },
    status: () => child.status(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Ends a server that lives on this data though no record names it, and removes the note of one that is dead. */
async function endUnrecorded(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const noted = parsePostmasterFile(readFileSync(file, 'utf8'));
  const mark = noted && markOf(noted.pid);
  if (mark && runsIn(mark.pid, dataDir)) await endProcess(mark, postgresStop);
  rmSync(file, { force: true });
}

async function isReady(child: ChildProcess, dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  for (const end = Date.now() + readyWithinMs; Date.now() < end; await wait(5)) {
    if (child.pid === undefined) throw new Error('the program could not be run');
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended with ${await ended(child)}`);
    const noted = existsSync(file) ? parsePostmasterFile(readFileSync(file, 'utf8')) : undefined;
    if (noted?.pid === child.pid && noted.isReady) return;
  }
  throw new Error(`it was not ready within ${readyWithinMs / 1000} s`);
}
