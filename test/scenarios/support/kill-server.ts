import { eventually } from '@hookline/testing';
import type { TestBus } from './bus.ts';

interface Server {
  readonly ok: boolean;
  readonly pid: number;
  readonly restarts: number;
}

/** What the bus says of one of its servers. */
async function serverOf(bus: TestBus, name: 'nats' | 'postgres'): Promise<Server> {
  const { services } = (await bus.client.request('GET', '/v1/status')) as {
    services: { name: string; ok: boolean; facts: { pid: number; restarts: number } }[];
  };
  const { ok, facts } = services.find((service) => service.name === name)!;
  return { ok, ...facts };
}

/** Kills a server of the bus and resolves when the bus answers with it running again. */
export async function killed(bus: TestBus, name: 'nats' | 'postgres'): Promise<void> {
  const { pid, restarts } = await serverOf(bus, name);
  process.kill(pid, 'SIGKILL');
  await eventually(
    async () => {
      const server = await serverOf(bus, name);
      return server.ok && server.restarts > restarts;
    },
    { timeoutMs: 60_000, what: `${name} to run again` },
  );
}
