import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '@hookline/db';
import { eventId, newEvent } from '@hookline/schemas';
import { startServers } from '@hookline/servers';
import { eventually, tempDir } from '@hookline/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheFolder } from '../cache-folder.ts';
import { ShimFeed } from '../faults/shim-feed.ts';
import { Bus } from '../harnesses/bus.ts';
import { textWith } from './secrets/canaries.ts';
import { makeSecretRepository, plants, secretHooks, writeSecretTranscript } from './secrets/captured.ts';
import { Needles } from './secrets/needles.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a secret is found nowhere: no file, no table, no answer, no export, wherever and however it came in', {
  timeout: 240_000,
}, async () => {
  const { plant, planted } = plants();
  await using dir = await tempDir();
  const cwd = join(dir.path, 'shop');
  makeSecretRepository(cwd, plant);
  const inEnvironment = ['violet', 'anchor', 'Tundra', '58'].join('-');
  vi.stubEnv('SHOP_WAREHOUSE_PASSWORD', inEnvironment);
  planted.push({ name: 'a value of the environment', secrets: [inEnvironment], text: inEnvironment });
  await using bus = await Bus.start();

  const id = randomUUID();
  const transcript = join(dir.path, 'projects', `${id}.jsonl`);
  writeSecretTranscript(transcript, plant, { id, cwd, as: 'a live transcript' });
  const feed = new ShimFeed(bus.home);
  const output = `done with ${inEnvironment} as it is`;
  await feed.feed([secretHooks(plant, { id, cwd, transcript, output })], { lanes: 1, durationMs: 0 });
  expect(feed.failures).toEqual([]);
  leaveBrokenEntry(bus.home, textWith(plant('a broken entry')));
  await publishDirectly(bus, plant);
  await importFiles(bus, dir.path, cwd, plant);
  await eventually(() => bus.waiting() === 0, { timeoutMs: 60_000, what: 'the spool was drained' });
  await bus.caughtUp();
  await eventually(() => !readsAgain(bus.home), { timeoutMs: 30_000, what: 'the transcript was read to its end' });
  await bus.caughtUp();

  const needles = new Needles(planted);
  for (const [answer, text] of Object.entries(await answers(bus, id))) {
    expect(text, answer).toContain('«secret:');
    expect(needles.in(text), answer).toEqual([]);
  }
  await bus.stop();
  const scanned = needles.inFolder(bus.home);
  expect(scanned.found).toEqual([]);
  expect(scanned.bytes).toBeGreaterThan(10_000_000);
  const { tables, found } = await inTables(bus.home, needles);
  expect(found).toEqual([]);
  expect(tables).toBeGreaterThan(15);
  expect(await readdir(join(bus.home, 'spool', 'new'))).toEqual([]);
});

test('the search finds what it looks for, in every form', () => {
  const { plant, planted } = plants();
  const canaries = plant('a haystack');
  const needles = new Needles(planted);
  for (const { name, secrets } of canaries) {
    for (const secret of secrets) {
      const forms = [secret, encodeURIComponent(secret), JSON.stringify({ secret })];
      for (const form of forms) expect(needles.in(`before ${form} after`)).toEqual([name]);
      for (const before of ['', 'a', 'ab', 'abc']) {
        const bytes = Buffer.from(`${before}${secret}after`);
        expect(needles.in(bytes.toString('base64'))).toEqual([name]);
        expect(needles.in(bytes.toString('hex'))).toEqual([name]);
      }
    }
  }
  expect(needles.in('nothing of the kind')).toEqual([]);
});

type Plant = ReturnType<typeof plants>['plant'];

/** What a shim leaves when the payload is not JSON. */
function leaveBrokenEntry(home: string, text: string): void {
  const header = readFileSync(join(home, 'shims', 'claude-code.sh'), 'utf8').match(/hookline-spool\/1/)![0];
  const file = join(home, 'spool', 'new', `broken.99.0`);
  writeFileSync(file, `${header}\tclaude-code\t1\tStop\t4711\tcli\t/tmp\n{"session_id": "x", "text": ${text}\n`);
}

/** Publishes as a program that is no edge, with secrets in data and in attributes. */
async function publishDirectly(bus: Bus, plant: Plant): Promise<void> {
  const made = await bus.hookline(['tokens', 'create', '--name', 'robot', '--scope', 'ingest', '--json']);
  expect(made.status, made.errorText).toBe(0);
  const { token } = JSON.parse(made.output) as { token: string };
  const secret = (place: string) => plant(place).find(({ name }) => name.startsWith('GitHub token'))!.text;
  const event = (n: number, text: string, more: object = {}) =>
    newEvent({
      kind: 'prompt.submitted',
      id: eventId('direct', bus.home, n),
      source: 'urn:robot',
      time: '2026-11-22T12:00:00.000Z',
      tenant: 'default',
      session: 'robot:direct',
      sequence: `0000000000${n}`,
      origin: 'hook',
      ...more,
      data: { text, by: 'person', native: { nested: [{ text: textWith(plant(`native data ${n}`)) }] } },
    });
  const events: unknown[] = [
    event(1, textWith(plant('a direct event'))),
    event(2, 'attributes', { subject: secret('a subject') }),
    event(3, 'attributes', { actor: secret('an actor') }),
    event(4, 'attributes', { project: `git.example.org/${secret('a project')}` }),
    event(5, 'attributes', { source: `urn:robot:${secret('a source')}` }),
    event(6, 'attributes', { turn: secret('a turn'), agent: secret('an agent') }),
    { ...event(7, 'a session'), session: `robot:${secret('a session')}` },
    { ...event(8, 'invalid'), data: { text: 5, by: textWith(plant('an invalid event')) } },
  ];
  const response = await fetch(`${readFileSync(join(bus.home, 'run', 'url'), 'utf8').trim()}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

/** Imports a transcript and an export, both with secrets that no edge has seen. */
async function importFiles(bus: Bus, folder: string, cwd: string, plant: Plant): Promise<void> {
  const id = randomUUID();
  const transcript = join(folder, 'imported', `${id}.jsonl`);
  writeSecretTranscript(transcript, plant, { id, cwd, as: 'an imported transcript' });
  const secret = plant('a subject of an export').find(({ name }) => name.startsWith('GitHub token'))!.text;
  const exported = newEvent({
    kind: 'prompt.submitted',
    id: eventId('exported', bus.home),
    source: 'urn:elsewhere',
    time: '2026-11-22T12:00:00.000Z',
    tenant: 'default',
    session: 'claude-code:exported',
    sequence: '00000000001',
    origin: 'import',
    subject: secret,
    actor: plant('an actor of an export').find(({ name }) => name.startsWith('GitLab token'))!.text,
    data: { text: textWith(plant('an export')), by: 'person' },
  });
  const file = join(folder, 'imported', 'export.jsonl');
  writeFileSync(file, `${JSON.stringify(exported)}\n`);
  const done = await bus.hookline(['import', transcript, file, '--json']);
  expect(done.status, done.errorText + done.output).toBe(0);
  rmSync(join(folder, 'imported'), { recursive: true });
}

/** Everything the bus answers that shows events. */
async function answers(bus: Bus, id: string): Promise<Record<string, string>> {
  const url = readFileSync(join(bus.home, 'run', 'url'), 'utf8').trim();
  const authorization = `Bearer ${readFileSync(join(bus.home, 'token'), 'utf8').trim()}`;
  const get = async (path: string) => (await fetch(url + path, { headers: { authorization } })).text();
  const { log } = JSON.parse(await get('/v1/status')) as { log: { last: number } };
  const said = async (...args: string[]) => {
    const { output, errorText } = await bus.hookline(args);
    return output + errorText;
  };
  const bodies = (await readdir(join(bus.home, 'bodies'), { recursive: true })).map((name) => name.split('/').at(-1)!);
  const texts = await Promise.all(
    bodies.filter((name) => /^[0-9a-f]{64}/.test(name)).map((name) => get(`/v1/bodies/sha256:${name.slice(0, 64)}`)),
  );
  return {
    'every event': await get('/v1/events/export'),
    'the live stream': await get(`/v1/events/stream?after=0&until=${log.last}`),
    'the time line': await get(`/v1/sessions/${id}/timeline?limit=1000`),
    'the session at a position': await get(`/v1/sessions/${id}/state?at=${log.last}`),
    'the long texts': texts.join('\n'),
    'the list of sessions': await said('sessions', '--json'),
    'the page of the session': await said('show', id),
    'the session as JSON': await said('show', id, '--json'),
    'the replay': await said('replay', id, '--json'),
    'an export': await said('export', id),
  };
}

/** Looks through every row of every table, which the pages of the files may hold compressed. */
async function inTables(home: string, needles: Needles): Promise<{ tables: number; found: string[] }> {
  await using servers = await startServers({ home, settings: { HOOKLINE_CACHE: cacheFolder() } });
  await using db = await openDatabase(servers.postgres.url);
  const tables = await db.kysely.introspection.getTables();
  const found: string[] = [];
  for (const { schema = 'public', name } of tables) {
    const rows = await db.kysely
      .withSchema(schema)
      .selectFrom(name as 'events')
      .selectAll()
      .execute();
    found.push(...needles.in(JSON.stringify(rows)).map((canary) => `${canary}, in table ${schema}.${name}`));
  }
  return { tables: tables.length, found };
}

function readsAgain(home: string): boolean {
  const folder = join(home, 'edge', 'sessions');
  return readdirSync(folder).some((name) => 'again' in JSON.parse(readFileSync(join(folder, name), 'utf8')));
}
