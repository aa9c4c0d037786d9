import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { NatsConnection } from '@hookline/servers';

export type ServerName = 'nats' | 'postgres';

interface Up {
  readonly natsUrl: string;
  readonly connection: NatsConnection;
  readonly databaseUrl: string;
}

interface Report {
  readonly server: ServerName;
  readonly state: string;
  readonly pid?: number;
}

/** nats-server and PostgreSQL, kept up by the supervisor of the product in a process of its own. */
export class KeptServers implements AsyncDisposable {
  readonly recoveriesMs: Record<ServerName, number[]> = { nats: [], postgres: [] };
  readonly #process: ChildProcess;
  readonly #reports: Partial<Record<ServerName, Report>> = {};
  readonly #downSince: Partial<Record<ServerName, number>> = {};
  up!: Up;

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  static async start(home: string, env: Readonly<Record<string, string>>): Promise<KeptServers> {
    const child = fork(join(import.meta.dirname, 'servers-process.ts'), [home], { env, stdio: 'inherit' });
    const servers = new KeptServers(child);
    servers.up = await new Promise<Up>((resolve, reject) => {
      child.once('exit', () => reject(new Error('nats-server and PostgreSQL could not be started')));
      child.on('message', (message: Report | { up: Up }) => {
        if ('up' in message) resolve(message.up);
        else servers.#heard(message);
      });
    });
    return servers;
  }

  #heard(report: Report): void {
    const downSince = this.#downSince[report.server];
    if (report.state === 'running' && downSince !== undefined) {
      this.recoveriesMs[report.server].push(performance.now() - downSince);
      delete this.#downSince[report.server];
    }
    this.#reports[report.server] = report;
  }

  /** Undefined while it is down. */
  pid(server: ServerName): number | undefined {
    const report = this.#reports[server];
    return report?.state === 'running' ? report.pid : undefined;
  }

  /** kill -9. */
  kill(server: ServerName): void {
    const pid = this.pid(server);
    if (pid === undefined) return;
    this.#downSince[server] ??= performance.now();
    this.#reports[server] = { server, state: 'killed' };
    process.kill(pid, 'SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.disconnect();
    await once(this.#process, 'exit');
  }
}
