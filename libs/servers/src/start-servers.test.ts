import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { HomeInUseError, isAlive, markOf, PortTakenError, type ServersStatus, startServers } from './index.ts';
import { defaultCache } from './settings.ts';
import { tempFolder } from './temp-folder.ts';

const settings = { HOOKLINE_CACHE: defaultCache(process.env) };

test('starts both, keeps what they hold from one start to the next, and leaves no process behind', async () => {
  await using dir = await tempFolder();
  const home = join(dir.path, 'home');

  const first = await startServers({ home, settings, profile: 'test' });
  await query(first.postgres.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  const marks = [first.nats.pid, first.postgres.pid].map((pid) => markOf(pid!)!);
  await first.stop();
  expect(marks.map(isAlive)).toEqual([false, false]);

  await using second = await startServers({ home, settings, profile: 'test' });
  expect(await query(second.postgres.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  expect(second.status()).toMatchObject({ nats: { state: 'running' }, postgres: { state: 'running' } });
});

test('is durable by default and open to nobody else on the machine', async () => {
  await using dir = await tempFolder();
  await using servers = await startServers({ home: join(dir.path, 'home'), settings });
  const { nats, postgres } = servers;

  expect(await query(postgres.url, "SELECT current_setting('fsync') AS fsync")).toEqual([{ fsync: 'on' }]);
  const varz = await fetch(`${nats.monitorUrl}/varz`).then((page) => page.json());
  expect(varz).toMatchObject({ auth_required: true, jetstream: { config: { sync_always: true } } });
  expect((await fetch(`${new URL(nats.monitorUrl!).origin}/varz`)).status).toBe(404);
  await expect(connect({ servers: nats.connection.servers, reconnect: false })).rejects.toThrow(/authorization/i);
  await expect(query(postgres.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  for (const secret of ['nats/password', 'nats/run/nats-server.conf', 'postgres/password']) {
    expect(statSync(join(dir.path, 'home', secret)).mode & 0o077).toBe(0);
  }
});

test.runIf(process.getuid?.() === 0)('as root starts on data that a restored backup left to root', async () => {
  await using dir = await tempFolder();
  const first = await startServers({ home: join(dir.path, 'lived-in'), settings, profile: 'test' });
  await first.stop();
  // A copy made by root belongs to root.
  cpSync(join(dir.path, 'lived-in'), join(dir.path, 'restored'), { recursive: true });

  await using servers = await startServers({ home: join(dir.path, 'restored'), settings, profile: 'test' });

  expect(await query(servers.postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('refuses a second start on the same home and names the process that has it', async () => {
  await using dir = await tempFolder();
  await using _servers = await startServers({ home: dir.path, settings, profile: 'test' });

  await expect(startServers({ home: dir.path, settings })).rejects.toThrow(new HomeInUseError(dir.path, process.pid));
});

test('starts a killed server again at the same address and tells of it', async () => {
  await using dir = await tempFolder();
  const told: [keyof ServersStatus, string][] = [];
  await using servers = await startServers({
    home: dir.path,
    settings,
    profile: 'test',
    onStatus: (server, { state }) => told.push([server, state]),
  });
  const { nats, postgres } = servers;
  const { url, monitorUrl } = nats;

  for (const { pid } of [nats, postgres]) process.kill(pid!, 'SIGKILL');
  await expect
    .poll(() => nats.status().restarts === 1 && nats.status().state === 'running', { timeout: 30_000 })
    .toBe(true);
  await expect
    .poll(() => postgres.status().restarts === 1 && postgres.status().state === 'running', { timeout: 30_000 })
    .toBe(true);

  expect([nats.url, nats.monitorUrl]).toEqual([url, monitorUrl]);
  await (await connect(nats.connection)).close();
  expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(told).toEqual(
    expect.arrayContaining([
      ['nats', 'restarting'],
      ['postgres', 'restarting'],
    ]),
  );
});

test('ends what a killed run left behind, then starts', async () => {
  await using dir = await tempFolder();
  const program = `
    import { startServers } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    const { nats, postgres } = await startServers({ home: ${JSON.stringify(dir.path)}, settings: process.env, profile: 'test' });
    console.log(JSON.stringify([nats.pid, postgres.pid]));`;
  const run = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(run.stdout, 'data');
  const orphans = (JSON.parse(line) as number[]).map((pid) => markOf(pid)!);
  run.kill('SIGKILL');
  await once(run, 'exit');
  expect(orphans.map(isAlive)).toEqual([true, true]);

  await using servers = await startServers({ home: dir.path, settings, profile: 'test' });

  expect(orphans.map(isAlive)).toEqual([false, false]);
  expect(await query(servers.postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('names the port a foreign process has, and its setting', async () => {
  await using dir = await tempFolder();
  await using foreign = await foreignProcess();

  for (const setting of ['HOOKLINE_NATS_PORT', 'HOOKLINE_POSTGRES_PORT']) {
    const starting = startServers({ home: dir.path, settings: { ...settings, [setting]: foreign.port } });

    const error = await starting.then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(PortTakenError);
    expect(error).toMatchObject({ port: foreign.port, setting });
  }
  // A start that failed gives the home back.
  await using _servers = await startServers({ home: dir.path, settings, profile: 'test' });
});

test('says what to do about data of another major version', async () => {
  await using dir = await tempFolder();
  mkdirSync(join(dir.path, 'postgres', 'data'), { recursive: true });
  writeFileSync(join(dir.path, 'postgres', 'data', 'PG_VERSION'), '9.6\n');

  await expect(startServers({ home: dir.path, settings })).rejects.toThrow(
    /postgres\/data is version 9\.6, but Hookline needs 18/,
  );
});

test('works where the path of the home is too long for a socket', async () => {
  await using dir = await tempFolder();
  await using servers = await startServers({ home: join(dir.path, 'long'.repeat(30)), settings, profile: 'test' });

  expect(await query(servers.postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('uses the servers the settings name and starts none', async () => {
  await using dir = await tempFolder();
  await using own = await startServers({ home: join(dir.path, 'a'), settings, profile: 'test' });

  await using servers = await startServers({
    home: join(dir.path, 'b'),
    settings: { ...settings, HOOKLINE_NATS_URL: own.nats.url, HOOKLINE_DATABASE_URL: own.postgres.url },
  });

  expect(servers.status()).toMatchObject({ nats: { state: 'external' }, postgres: { state: 'external' } });
  expect(servers.nats.connection).toEqual(own.nats.connection);
  expect(servers.nats.version).toBe(own.nats.version);
  expect(readdirSync(join(dir.path, 'b'))).toEqual(['run']);
});

test('reports every mistaken setting before anything starts', async () => {
  await using dir = await tempFolder();
  const home = join(dir.path, 'home');

  const starting = startServers({ home, settings: { HOOKLINE_NATS_PORT: 'x', HOOKLINE_NATS_SYNC: 'never' } });

  await expect(starting).rejects.toThrow(/HOOKLINE_NATS_PORT[\s\S]*HOOKLINE_NATS_SYNC/);
  expect(existsSync(home)).toBe(false);
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function foreignProcess() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
