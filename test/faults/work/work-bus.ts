import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAccessTables, ensureInstallToken } from '@hookline/access';
import { openDatabase } from '@hookline/db';
import { defaultCache } from '@hookline/servers';
import { freePort } from '@hookline/testing';
import { KeptProcess } from '../kept-process.ts';
import { KeptServers, type ServerName } from '../kept-servers.ts';

const services = join(import.meta.dirname, '..', '..', '..', 'services');
const worker = join(import.meta.dirname, 'worker.ts');
const serverNames: readonly ServerName[] = ['nats', 'postgres'];
const engines = ['orchestrator-a', 'orchestrator-b'] as const;
const workers = ['worker-1', 'worker-2', 'worker-3'] as const;

/** Everything that may be killed: both engines, workers, the projector, broker and database. */
export const workVictims = [...engines, ...workers, 'projector', ...serverNames] as const;
export type WorkVictim = (typeof workVictims)[number];

export interface WorkBusOptions {
  readonly home: string;
  readonly ledgers: string;
  /** What the orchestrators find in their environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Two orchestrators, a projector and workers, each a process of its own that is started again when it ends. */
export class WorkBus implements AsyncDisposable {
  readonly #resources: AsyncDisposableStack;
  readonly #processes: ReadonlyMap<string, KeptProcess>;
  readonly servers: KeptServers;

  private constructor(
    resources: AsyncDisposableStack,
    processes: ReadonlyMap<string, KeptProcess>,
    servers: KeptServers,
  ) {
    this.#resources = resources;
    this.#processes = processes;
    this.servers = servers;
  }

  /** Resolves when the engines and the projector are ready; workers begin by themselves. */
  static async start({ home, ledgers, env }: WorkBusOptions): Promise<WorkBus> {
    const resources = new AsyncDisposableStack();
    try {
      const logs = join(home, 'logs');
      mkdirSync(logs, { recursive: true });
      const common = {
        PATH: process.env.PATH ?? '',
        HOME: join(home, 'person'),
        HOOKLINE_HOME: home,
        HOOKLINE_CACHE: defaultCache(process.env),
        ...(process.env.HOOKLINE_POSTGRES_BIN && { HOOKLINE_POSTGRES_BIN: process.env.HOOKLINE_POSTGRES_BIN }),
        ...(process.env.HOOKLINE_NATS_SERVER && { HOOKLINE_NATS_SERVER: process.env.HOOKLINE_NATS_SERVER }),
      };
      const servers = resources.use(await KeptServers.start(home, common));
      const reached = { HOOKLINE_NATS_URL: servers.up.natsUrl, HOOKLINE_DATABASE_URL: servers.up.databaseUrl };
      const token = await tokenOf(servers.up.databaseUrl, home);
      const processes = new Map<string, KeptProcess>();
      const keep = (name: string, program: string, more: Record<string, string>) => {
        const kept = new KeptProcess(name, program, { ...common, ...more }, join(logs, `${name}.log`));
        processes.set(name, resources.use(kept));
        return kept;
      };
      const urls: string[] = [];
      for (const name of engines) {
        const port = String(await freePort());
        urls.push(`http://127.0.0.1:${port}`);
        const program = join(services, 'orchestrator', 'src', 'main.ts');
        keep(name, program, { ...reached, ...env, HOOKLINE_PORT: port });
      }
      keep('projector', join(services, 'projector', 'src', 'main.ts'), { ...reached, HOOKLINE_PORT: '0' });
      for (const [number, name] of workers.entries()) {
        keep(name, worker, {
          HOOKLINE_URL: urls[number % urls.length]!,
          HOOKLINE_TOKEN: token,
          STORM_LEDGER: join(ledgers, name),
          STORM_WORKER: name,
        });
      }
      await Promise.all([...processes.values()].map((kept) => kept.start()));
      return new WorkBus(resources, processes, servers);
    } catch (error) {
      await resources.disposeAsync();
      throw error;
    }
  }

  /** Whether it runs at this moment, perhaps still starting. */
  isAlive(victim: WorkVictim): boolean {
    return (isServer(victim) ? this.servers.pid(victim) : this.#processes.get(victim)?.pid) !== undefined;
  }

  kill(victim: WorkVictim): void {
    if (isServer(victim)) this.servers.kill(victim);
    else this.#processes.get(victim)!.kill();
  }

  /** Ends one for good. */
  async stop(victim: Exclude<WorkVictim, ServerName>): Promise<void> {
    await this.#processes.get(victim)![Symbol.asyncDispose]();
  }

  ownEnds(victim: WorkVictim): number {
    return this.#processes.get(victim)?.ownEnds ?? 0;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync();
  }
}

async function tokenOf(databaseUrl: string, home: string): Promise<string> {
  await using db = await openDatabase(databaseUrl);
  await ensureAccessTables(db);
  return await ensureInstallToken(db, home);
}

function isServer(victim: WorkVictim): victim is ServerName {
  return (serverNames as readonly string[]).includes(victim);
}
