import { defaultCache, type NatsServer, startNats } from '@hookline/servers';
import { eventually } from './eventually.ts';
import { tempDir } from './temp-dir.ts';

export interface TestNats extends NatsServer {
  /** Kills the server (`kill -9`) and resolves when it runs again, on the same address with the same data. */
  crash(): Promise<void>;
}

export interface TestNatsOptions {
  /** As in production `always`; here by default `2m`, which is quicker. */
  readonly sync?: string;
}

/** A nats-server with an empty JetStream of its own, on a free port; gone with its data when disposed of. */
export async function startTestNats({ sync = '2m' }: TestNatsOptions = {}): Promise<TestNats> {
  const dir = await tempDir();
  const server = await startNats({
    dir: dir.path,
    cacheDir: defaultCache(process.env),
    program: process.env.HOOKLINE_NATS_SERVER,
    sync,
  }).catch(async (error) => {
    await dir[Symbol.asyncDispose]();
    throw error;
  });
  const dispose = async () => {
    await server.stop();
    await dir[Symbol.asyncDispose]();
  };
  return Object.assign(server, {
    async crash() {
      const { pid, restarts } = server.status();
      if (pid === undefined) throw new Error('this nats-server is down already');
      process.kill(pid, 'SIGKILL');
      await eventually(() => server.status().restarts > restarts && server.status().state === 'running', {
        timeoutMs: 60_000,
        what: 'the killed nats-server runs again',
      });
    },
    [Symbol.asyncDispose]: dispose,
  });
}
