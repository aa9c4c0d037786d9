import { tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus, type TestBus } from './support/bus.ts';
import { feed, recordedHooks } from './support/feed.ts';

const tour = recordedHooks((name) => name === '01-tour' || name === '02-denied');

test('a second start finds everything as it was', async () => {
  await using home = await tempDir();
  await using first = await startBus({ home: home.path });
  await feed(first, tour);
  const before = await knownOf(first);
  await first.stop();

  await using second = await startBus({ home: home.path });

  expect(await knownOf(second)).toEqual(before);
});

test('an export brings an empty home to the same state, and adds nothing where it came from', async () => {
  await using folder = await tempDir();
  await using origin = await startBus();
  await feed(origin, tour);
  const file = `${folder.path}/everything.jsonl`;
  expect((await origin.hookline('export', '--all', '--output', file)).exitCode).toBe(0);

  const again = (await origin.hookline('import', file, '--json')).json();
  expect(again).toMatchObject({ stored: 0, refused: 0 });

  await using other = await startBus();
  const taken = (await other.hookline('import', file, '--json')).json();
  expect(taken).toMatchObject({ stored: again.known, known: 0, refused: 0 });
  await feed(other, []);

  expect(await hashesOf(other)).toEqual(await hashesOf(origin));
});

async function knownOf(bus: TestBus): Promise<unknown> {
  const sessions = (await bus.hookline('sessions', '--json')).json() as { session: string }[];
  const shown = await Promise.all(sessions.map(({ session }) => bus.hookline('show', session, '--json')));
  return { hashes: await hashesOf(bus), sessions: shown.map((each) => each.json()) };
}

async function hashesOf(bus: TestBus): Promise<unknown> {
  const rows = (await bus.hookline('projections', 'list', '--json')).json() as { name: string; stateHash: string }[];
  return rows.map(({ name, stateHash }) => [name, stateHash]).sort();
}
