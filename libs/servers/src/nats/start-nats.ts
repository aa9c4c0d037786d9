import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PortTakenError } from '../errors.ts';
import { type ServersLog, silent } from '../log.ts';
import { natsStop } from '../process/end-process.ts';
import { isPortFree } from '../process/free-port.ts';
import { runProgram } from '../process/run-program.ts';
import { serverEnvironment, spawnServer, tailOf } from '../process/spawn-server.ts';
import { type ChildStatus, ended, endOrphan, superviseChild } from '../process/supervised-child.ts';
import { secretFile } from '../secret-file.ts';
import { renderNatsConfig } from './config.ts';
import { connectionOf, type NatsConnection } from './connection.ts';
import { findNats } from './find-nats.ts';

export interface NatsServer extends AsyncDisposable {
  /** With user and password in it, for people and settings; clients take `connection`. Stays the same across restarts. */
  readonly url: string;
  /** What the client's `connect` takes. */
  readonly connection: NatsConnection;
  readonly version: string;
  /** Base of the monitoring pages (`${monitorUrl}/varz`); undefined for a server of the user's own. */
  readonly monitorUrl?: string;
  /** Undefined while it is down, and for a server of the user's own. */
  readonly pid: number | undefined;
  status(): ChildStatus;
  stop(): Promise<void>;
}

export interface StartNatsOptions {
  /** Holds the store, the configuration and the log; made if missing. Nobody else may run on it. */
  readonly dir: string;
  readonly cacheDir: string;
  readonly program?: string | undefined;
  readonly releases?: string | undefined;
  /** Unset: a free one, kept as long as this server is supervised. */
  readonly port?: number | undefined;
  /** `always` (default) or an interval such as `2m`. */
  readonly sync?: string | undefined;
  readonly log?: ServersLog;
  readonly onStatus?: (status: ChildStatus) => void;
}

const user = 'hookline';
const readyWithinMs = 120_000;
/** A soft ceiling for the Go runtime: above it the server collects garbage harder. */
const memoryTarget = '900MiB';

/** Starts nats-server with JetStream on loopback, behind a password, and keeps it up until `stop`. */
export async function startNats(options: StartNatsOptions): Promise<NatsServer> {
  const { port, sync = 'always', log = silent, onStatus } = options;
  const { path, version } = await findNats({ ...options, setting: options.program, log });
  const files = layOut(resolve(options.dir));
  await endOrphan(files.record, natsStop);
  if (port !== undefined && !(await isPortFree(port)))
    throw new PortTakenError('nats-server', port, 'HOOKLINE_NATS_PORT');

  const password = secretFile(files.password);
  const monitorBasePath = `/${secretFile(files.monitorSecret)}`;
  let ports = { client: port ?? -1, monitor: -1 };
  const writeConfig = () =>
    writeFileSync(
      files.config,
      renderNatsConfig({
        port: ports.client,
        monitorPort: ports.monitor,
        monitorBasePath,
        runDir: files.run,
        storeDir: files.store,
        logFile: files.log,
        user,
        password,
        sync,
      }),
      { mode: 0o600 },
    );
  writeConfig();
  await validate(path, files.config);

  const child = await superviseChild(
    {
      name: 'nats-server',
      recordFile: files.record,
      stopSteps: natsStop,
      spawn() {
        writeConfig();
        removeOldPorts(files.run);
        if (existsSync(files.log)) renameSync(files.log, `${files.log}.previous`);
        return spawnServer(path, ['-c', files.config], {
          outputFile: files.output,
          env: serverEnvironment({ GOMEMLIMIT: memoryTarget }),
        });
      },
      async ready(process) {
        try {
          const chosen = await portsOf(process, files.run);
          await healthy(process, `http://127.0.0.1:${chosen.monitor}${monitorBasePath}`);
          // The first start chose them; every later one must be found at the same address.
          ports = chosen;
        } catch (error) {
          const printed = `${tailOf(files.output)}\n${tailOf(files.log)}`;
          if (/address already in use/.test(printed))
            throw new PortTakenError('nats-server', ports.client, 'HOOKLINE_NATS_PORT');
          throw new Error(
            `nats-server did not start: ${(error as Error).message}. ${lastComplaint(printed)}(log: ${files.log})`,
          );
        }
      },
    },
    { log, onStatus },
  );

  const url = `nats://${user}:${password}@127.0.0.1:${ports.client}`;
  return {
    url,
    connection: connectionOf(url),
    version,
    monitorUrl: `http://127.0.0.1:${ports.monitor}${monitorBasePath}`,
    get pid() {
      return child.status().pid;
    },
    status: () => child.status(),
    stop: () => child.stop(),
    [Symbol.asyncDispose]: () => child.stop(),
  };
}

function layOut(dir: string) {
  const run = join(dir, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  return {
    run,
    store: join(dir, 'store'),
    config: join(run, 'nats-server.conf'),
    log: join(run, 'nats-server.log'),
    output: join(run, 'nats-server.out'),
    record: join(run, 'nats-server.process.json'),
    password: join(dir, 'password'),
    monitorSecret: join(run, 'monitor-path'),
  };
}

async function validate(path: string, config: string): Promise<void> {
  const { code, reason } = await runProgram(path, ['-t', '-c', config], { timeoutMs: 20_000 });
  if (code !== 0) throw new Error(`nats-server refuses the configuration ${config}: ${reason}`);
}

/** The ports this very process listens on: the file is named after its pid. */
async function portsOf(child: ChildProcess, runDir: string): Promise<{ client: number; monitor: number }> {
  const file = join(runDir, `nats-server_${child.pid}.ports`);
  return until(child, () => {
    if (!existsSync(file)) return undefined;
    const { nats, monitoring } = JSON.parse(readFileSync(file, 'utf8'));
    return { client: portIn(nats?.[0]), monitor: portIn(monitoring?.[0]) };
  });
}

/** A killed server leaves its file behind, and a later one may get its pid. */
function removeOldPorts(runDir: string): void {
  for (const name of readdirSync(runDir)) if (name.endsWith('.ports')) rmSync(join(runDir, name), { force: true });
}

function portIn(url: string): number {
  return Number(new URL(url).port);
}

async function healthy(child: ChildProcess, monitorUrl: string): Promise<void> {
  await until(
    child,
    async () => (await fetch(`${monitorUrl}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok || undefined,
  );
}

/** Asks again and again until there is an answer; errors count as none yet. Rejects when the process ends or time is up. */
async function until<Answer>(
  child: ChildProcess,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
): Promise<Answer> {
  for (const end = Date.now() + readyWithinMs; Date.now() < end; await wait(5)) {
    if (child.pid === undefined) throw new Error('the program could not be run');
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended with ${await ended(child)}`);
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch {}
  }
  throw new Error(`it gave no answer within ${readyWithinMs / 1000} s`);
}

function lastComplaint(printed: string): string {
  const complaints = printed.split('\n').filter((line) => /\[(FTL|ERR)\]|^nats-server:/.test(line));
  return complaints.length ? `It said: ${complaints.at(-1)?.replace(/^.*?\[(FTL|ERR)\] /, '')} ` : '';
}
