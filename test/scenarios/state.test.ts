import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@hookline/db';
import { foldEvents, hashRows } from '@hookline/projections';
import { type CloudEvent, eventId, newEvent, type RecordedEvent, sequenceAt } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';
import { feed, recordedHooks } from './support/feed.ts';

const session = 'my-agent:one';
const startMs = Date.UTC(2026, 10, 22, 12);

/** A person asks; half of what the agent runs fails. */
function work(number: number): CloudEvent {
  const about = {
    id: eventId('state scenario', number),
    source: 'urn:example:my-agent',
    time: new Date(startMs + number * 1_000).toISOString(),
    sequence: sequenceAt(startMs + number * 1_000, 1),
    session,
    origin: 'api' as const,
  };
  const call = { call: `call-${number}`, tool: 'Bash', effects: [] };
  if (number % 5 === 0)
    return newEvent({ ...about, kind: 'prompt.submitted', data: { text: `task ${number}`, by: 'person' } });
  return number % 2 === 0
    ? newEvent({
        ...about,
        kind: 'tool.failed',
        data: { ...call, outcome: 'failed', stage: 'ran', error: `broken ${number}` },
      })
    : newEvent({ ...about, kind: 'message.sent', data: { role: 'assistant', text: `said ${number}` } });
}

const everySnapshot = { env: { HOOKLINE_SNAPSHOT_EVENTS: '10' } };

async function snapshotsMade(bus: TestBus): Promise<void> {
  await eventually(
    async () => {
      const { checked } = (await bus.client.request('POST', '/v1/verify/states', { body: { sample: 10_000 } })) as {
        checked: number;
      };
      return checked > 0;
    },
    { what: 'there are snapshots' },
  );
}

test('the state of a recorded session at any of its positions is what its events fold to', {
  timeout: 180_000,
}, async () => {
  await using bus = await startBus(everySnapshot);
  await feed(
    bus,
    recordedHooks((name) => /^(01|05|25)-/.test(name)),
  );
  await snapshotsMade(bus);

  const { sessions } = (await bus.client.request('GET', '/v1/sessions')) as { sessions: { session: string }[] };
  expect(sessions.length).toBeGreaterThan(2);
  let fromSnapshots = 0;
  for (const one of sessions) {
    const events: RecordedEvent[] = [];
    for await (const recorded of bus.client.replay(one.session)) events.push(recorded);
    for (const by of ['log', 'session'] as const) {
      for (const [index, { position }] of events.entries()) {
        const had = by === 'log' ? events.filter((each) => each.position <= position) : events.slice(0, index + 1);
        const path = `/v1/sessions/${encodeURIComponent(one.session)}/state`;
        const state = (await bus.client.request('GET', path, { query: { at: position, by, models: '' } })) as {
          hash: string;
          events: number;
          rows: object;
          snapshot: object | null;
        };
        expect([state.events, state.hash]).toEqual([had.length, hashRows(foldEvents(had)).hash]);
        expect(state.rows).toEqual({});
        if (state.snapshot !== null) fromSnapshots += 1;
      }
    }
  }
  expect(fromSnapshots).toBeGreaterThan(10);
});

test('a person reads a state, a program asks for some of it, and what is no position or read model is told', {
  timeout: 120_000,
}, async () => {
  await using bus = await startBus();
  await bus.client.publish(Array.from({ length: 20 }, (_, index) => work(index + 1)));
  await caughtUp(bus);

  const page = await bus.hookline('state', session, '--at', '7');
  expect(page.exitCode).toBe(0);
  expect(page.out).toMatch(/moment {4}position 7 \(7 events\)/);
  expect(page.out).toMatch(/❯ task 5/);
  expect(page.out).toContain('said 7');
  expect(page.out).not.toContain('task 10');

  const few = (
    await bus.hookline('state', session, '--at', '12', '--by', 'session', '--models', 'turns', '--json')
  ).json();
  expect(Object.keys(few.rows)).toEqual(['turns']);
  expect(few.rows.turns.map(({ prompt }: { prompt: string }) => prompt)).toEqual(['task 5', 'task 10']);
  expect(few).toMatchObject({ at: 12, by: 'session', events: 12, state: 'running', plan: null });

  expect((await bus.hookline('state', session, '--models', 'moods')).err).toContain(
    'models: there is none called "moods"',
  );
  expect((await bus.hookline('state', session, '--by', 'clock')).exitCode).toBe(2);
  expect((await bus.hookline('state', session, '--at', '0')).exitCode).toBe(3);
});

test('verify finds a damaged snapshot, names it, and has it made again', { timeout: 120_000 }, async () => {
  await using bus = await startBus(everySnapshot);
  await bus.client.publish(Array.from({ length: 40 }, (_, index) => work(index + 1)));
  await caughtUp(bus);
  await snapshotsMade(bus);
  expect((await bus.hookline('verify', '--states', '1000')).exitCode).toBe(0);
  const url = readFileSync(join(bus.home, 'run', 'database-url'), 'utf8').trim();
  {
    await using db = await openDatabase(url);
    await sql`update snapshot_rows set content = replace(content::text, 'broken', 'fine')::json where model = 'calls'`.execute(
      db.kysely,
    );
  }

  const found = await bus.hookline('verify', '--states', '1000');
  expect(found.exitCode).toBe(1);
  expect(found.out).toMatch(
    /✗ calls of my-agent:one at position \d+: kept [0-9a-f]{32}, events give [0-9a-f]{32}; rows call-/,
  );
  expect(found.err).toContain('--repair');

  expect((await bus.hookline('verify', '--states', '1000', '--repair')).exitCode).toBe(0);
  await snapshotsMade(bus);
  expect((await bus.hookline('verify', '--states', '1000', '--json')).json().differing).toEqual([]);
});

const program = fileURLToPath(new URL('../../services/cli/src/main.ts', import.meta.url));
const script = '/usr/bin/script';

test.skipIf(!existsSync(script))(
  'a replay on a terminal pauses, steps and jumps by key',
  { timeout: 120_000 },
  async () => {
    await using bus = await startBus();
    await bus.client.publish(Array.from({ length: 12 }, (_, index) => work(index + 1)));
    await caughtUp(bus);
    const command = `"${process.execPath}" "${program}" replay ${session} --step`;
    const terminal = spawn(script, ['-qec', command, '/dev/null'], {
      env: { PATH: process.env.PATH, HOOKLINE_HOME: bus.home, HOOKLINE_URL: bus.url, TERM: 'dumb', SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
    const ended = new Promise<number | null>((resolve) => terminal.once('exit', resolve));
    const press = async (keys: string, until: string) => {
      const from = shown.length;
      terminal.stdin.write(keys);
      await eventually(() => shown.slice(from).includes(until), { what: `${until} is shown` });
    };

    await eventually(() => shown.includes('said 1'), { what: 'the first event is shown' });
    await press('\u001b[C', 'broken 2');
    await press('n', 'broken 4');
    await press(']', 'task 5');
    await press('\u001b[F', 'event 12 of 12');
    await press('[', 'task 10');
    await press('g3\r', 'said 3');
    await press('?', 'next failure');
    await press(' ', '▶');
    terminal.stdin.write('q');

    expect(await ended).toBe(0);
  },
);
