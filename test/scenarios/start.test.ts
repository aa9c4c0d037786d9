import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { environmentOf, hookline } from './support/bus.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('`npm start` answers, says where, and Ctrl-C leaves no child behind', async () => {
  await using home = await tempDir();
  const env = environmentOf(home.path, { HOOKLINE_PORT: '0' });
  const terminal = spawn('npm', ['start'], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: string[] = [];
  const answering = Promise.withResolvers<void>();
  const ended = once(terminal, 'exit');
  createInterface({ input: terminal.stdout }).on('line', (line) => {
    printed.push(line);
    if (line.includes('Ctrl-C')) answering.resolve();
  });
  await Promise.race([answering.promise, ended]);
  expect(printed.join('\n')).toMatch(/Hookline answers at http:\/\/127\.0\.0\.1:\d+/);
  expect(printed.join('\n')).toContain(home.path);

  const status = await hookline(env, ['doctor', '--json']);
  expect(status).toMatchObject({ exitCode: 0 });
  const token = (await hookline(env, ['tokens', 'list', '--json'])).json();
  expect(token).toHaveLength(1);
  const children = await childrenOf(env);
  expect(children.length).toBeGreaterThanOrEqual(2);

  process.kill(-terminal.pid!, 'SIGINT');
  await ended;

  await expect.poll(() => children.filter(isAlive), { timeout: 15_000 }).toEqual([]);
});

/** Process ids of the servers, as the bus tells them. */
async function childrenOf(env: Record<string, string>): Promise<number[]> {
  const { findConnection } = await import('@hookline/cli');
  const { client } = await findConnection(env);
  const { services } = (await client.request('GET', '/v1/status')) as { services: { facts?: { pid?: unknown } }[] };
  return services.map(({ facts }) => facts?.pid).filter((pid) => typeof pid === 'number');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
