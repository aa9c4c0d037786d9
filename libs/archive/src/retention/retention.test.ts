import { openDatabase, readArchive, verifyArchive } from '@hookline/db';
import { type BodyStore, FolderBodyStore, MemoryLog, withBodies } from '@hookline/log';
import { firstCheckpoint, listProjections, prepareGenerations, projectBatch, projections } from '@hookline/projections';
import { type CloudEvent, newEvent, sequenceAt } from '@hookline/schemas';
import { tempDir, testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { parsePolicy } from './policy.ts';
import { runRetention } from './run.ts';
import { listRuns } from './runs.ts';

const policy = parsePolicy(
  `version: 1
grace: 0s
rules:
  - {name: starts, events: 1d, kinds: [tool.started]}
  - {name: outputs, bodies: 1d, kinds: [tool.finished]}
`,
  'retention.yaml',
);
const never = new AbortController().signal;
const sessions = ['codex:one', 'codex:two', 'codex:three'];

/** An installation of three sessions: its log, its tables and its long texts. */
async function installation() {
  const resources = new AsyncDisposableStack();
  const db = resources.use(await openDatabase(resources.use(await testDatabase()).url));
  const bodies = new FolderBodyStore(resources.use(await tempDir()).path);
  const log = resources.use(new MemoryLog({ identity: 'the same log' }));
  const events = sessions.flatMap(eventsOf);
  await log.append(await Promise.all(events.map((event) => withBodies(event, bodies))));
  await prepareGenerations(db, projections);
  const batch = [];
  for (let position = 1; position <= events.length; position += 1) batch.push((await log.get(position))!);
  await projectBatch(db, projections, firstCheckpoint('the same log'), batch);
  return {
    db,
    log,
    bodies,
    async left() {
      const states = await listProjections(db);
      const kept = await readArchive(db, { limit: 1_000 });
      const held = [];
      for (let position = 1; position <= events.length; position += 1) {
        if ((await log.get(position)) !== undefined) held.push(position);
      }
      const refs = await db.kysely.selectFrom('bodyReferences').select('ref').distinct().orderBy('ref').execute();
      const texts = await Promise.all(refs.map(async ({ ref }) => [ref, (await bodies.get(ref))?.length]));
      const runs = (await listRuns(db, 10)).map(({ run, endedAt, events: gone, bodies: texts }) => ({
        run,
        ended: endedAt !== null,
        gone,
        texts,
      }));
      return {
        hashes: states.map(({ name, stateHash }) => [name, stateHash]),
        positions: kept.map(({ position }) => position),
        held,
        texts,
        runs,
        verified: (await verifyArchive({ db, log }, { silenceMs: 2_000 })).ok,
      };
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

test('killed at any step and run again, retention leaves what it leaves when nobody kills it', async () => {
  await using whole = await installation();
  await runRetention({ ...whole, projections, forget: [], env: {} }, policy, { askedBy: 'test', signal: never });
  const expected = await whole.left();
  expect(expected.positions).toHaveLength(24);
  expect(expected.held).toEqual(expected.positions);
  expect(expected.texts).toHaveLength(4);
  expect(expected.texts.every(([, length]) => length === undefined)).toBe(true);
  expect(expected.runs).toMatchObject([{ ended: true, gone: [{ events: 9 }], texts: [{ bodies: 4 }] }]);
  expect(expected.verified).toBe(true);

  let deaths = 0;
  for (let step = 0; ; step += 1) {
    await using cut = await installation();
    const dying = dyingAfter(step, cut);
    const run = runRetention({ ...cut, ...dying, projections, env: {} }, policy, { askedBy: 'test', signal: never });
    const died = await run.then(
      () => false,
      (error: Error) => {
        if (error.message !== 'killed') throw error;
        return true;
      },
    );
    if (!died) break;
    deaths += 1;
    expect((await verifyArchive(cut, { silenceMs: 2_000 })).findings).toEqual([]);
    await runRetention({ ...cut, projections, forget: [], env: {} }, policy, { askedBy: 'test', signal: never });
    expect(await cut.left()).toEqual(expected);
  }
  expect(deaths).toBeGreaterThan(12);
}, 240_000);

test('a run that loses the database in the middle goes on by itself', async () => {
  await using whole = await installation();
  await runRetention({ ...whole, projections, forget: [], env: {} }, policy, { askedBy: 'test', signal: never });
  await using cut = await installation();
  let seen = 0;
  const forget = async () => {
    seen += 1;
    if (seen !== 2) return;
    throw Object.assign(new Error('terminated'), { code: '57P01' });
  };
  await runRetention({ ...cut, projections, forget: [forget], env: {} }, policy, { askedBy: 'test', signal: never });
  expect(await cut.left()).toEqual(await whole.left());
});

/** The log and the bodies of an installation, and something to forget, all of which fail for ever after so many steps. */
function dyingAfter(steps: number, { log, bodies }: { log: MemoryLog; bodies: BodyStore }) {
  let left = steps;
  const step = () => {
    if (left-- <= 0) throw new Error('killed');
  };
  return {
    log: Object.assign(Object.create(log) as MemoryLog, {
      head: () => log.head(),
      async erase(position: number) {
        step();
        await log.erase(position);
        step();
      },
    }),
    bodies: {
      put: (text: string) => bodies.put(text),
      get: (ref: string) => bodies.get(ref),
      async delete(ref: string, options: { untouchedForMs: number }) {
        step();
        const fate = await bodies.delete(ref, options);
        step();
        return fate;
      },
    },
    forget: [async () => step()],
  };
}

/** Eleven events: three calls, of which one has a long output of its own and one an output that all sessions share. */
function eventsOf(session: string): CloudEvent[] {
  let ordinal = 0;
  const common = () => {
    const timeMs = Date.UTC(2026, 9, 1) + ++ordinal * 1_000;
    return {
      id: `${session}-${ordinal}`,
      source: 'urn:hookline:test',
      time: new Date(timeMs).toISOString(),
      sequence: sequenceAt(timeMs, ordinal),
      session,
      project: 'github.com/acme/shop',
      origin: 'api' as const,
    };
  };
  const long = 'x'.repeat(70_000);
  const events = [
    newEvent({ kind: 'session.started', ...common(), data: { nativeSession: session } }),
    newEvent({ kind: 'prompt.submitted', ...common(), data: { text: 'round', by: 'person' } }),
  ];
  for (const output of ['ok', `all ${long}`, `${session} ${long}`]) {
    const call = { call: callOf(session, output), tool: 'Bash', effects: [] };
    events.push(newEvent({ kind: 'tool.started', ...common(), data: { ...call, input: {} } }));
    events.push(newEvent({ kind: 'tool.finished', ...common(), data: { ...call, outcome: 'ok', output } }));
  }
  for (const reason of ['idle', 'exit', 'other']) {
    events.push(newEvent({ kind: 'session.ended', ...common(), data: { reason } }));
  }
  return events;
}

const callOf = (session: string, output: string) => `${session}-${output.slice(0, 12)}`;
