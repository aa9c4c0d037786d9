import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCache } from '@hookline/servers';
import { freePort } from '@hookline/testing';
import { KeptProcess } from './kept-process.ts';
import { KeptServers, type ServerName } from './kept-servers.ts';

const services = join(import.meta.dirname, '..', '..', 'services');
const withPort = ['gateway', 'api', 'memory', 'orchestrator'] as const;
const withoutPort = ['projector', 'edge'] as const;
const serverNames: readonly ServerName[] = ['nats', 'postgres'];

/** Everything that may be killed. */
export const victims = [...withoutPort, ...withPort, ...serverNames];
export type Victim = (typeof victims)[number];

/** A whole bus, every part of it a process of its own that is started again when it ends. */
export class StormBus implements AsyncDisposable {
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

  /** Resolves when every part is ready. */
  static async start(home: string): Promise<StormBus> {
    const resources = new AsyncDisposableStack();
    try {
      const logs = join(home, 'logs');
      mkdirSync(logs, { recursive: true });
      const common = {
        PATH: process.env.PATH ?? '',
        HOME: join(home, 'person'),
        HOOKLINE_HOME: home,
        HOOKLINE_CACHE: defaultCache(process.env),
        HOOKLINE_MACHINE: 'storm',
        ...(process.env.HOOKLINE_POSTGRES_BIN && { HOOKLINE_POSTGRES_BIN: process.env.HOOKLINE_POSTGRES_BIN }),
        ...(process.env.HOOKLINE_NATS_SERVER && { HOOKLINE_NATS_SERVER: process.env.HOOKLINE_NATS_SERVER }),
      };
      const servers = resources.use(await KeptServers.start(home, common));
      const ports = new Map<string, string>();
      for (const name of withPort) ports.set(name, String(await freePort()));
      const processes = new Map<string, KeptProcess>();
      for (const name of [...withPort, ...withoutPort]) {
        const env = {
          ...common,
          HOOKLINE_NATS_URL: servers.up.natsUrl,
          HOOKLINE_DATABASE_URL: servers.up.databaseUrl,
          HOOKLINE_URL: `http://127.0.0.1:${ports.get('gateway')}`,
          HOOKLINE_PORT: ports.get(name) ?? '0',
        };
        const kept = new KeptProcess(name, join(services, name, 'src', 'main.ts'), env, join(logs, `${name}.log`));
        processes.set(name, resources.use(kept));
      }
      await Promise.all([...processes.values()].map((kept) => kept.start()));
      return new StormBus(resources, processes, servers);
    } catch (error) {
      await resources.disposeAsync();
      throw error;
    }
  }

  /** Whether it runs at this moment, perhaps still starting. */
  isAlive(victim: Victim): boolean {
    return (isServer(victim) ? this.servers.pid(victim) : this.#processes.get(victim)?.pid) !== undefined;
  }

  kill(victim: Victim): void {
    if (isServer(victim)) this.servers.kill(victim);
    else this.#processes.get(victim)!.kill();
  }

  /** How long each came back after, in milliseconds. */
  recoveriesMs(victim: Victim): readonly number[] {
    return isServer(victim) ? this.servers.recoveriesMs[victim] : this.#processes.get(victim)!.recoveriesMs;
  }

  /** How often a service ended by itself. */
  ownEnds(victim: Victim): number {
    return this.#processes.get(victim)?.ownEnds ?? 0;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync();
  }
}

function isServer(victim: Victim): victim is ServerName {
  return (serverNames as readonly string[]).includes(victim);
}
