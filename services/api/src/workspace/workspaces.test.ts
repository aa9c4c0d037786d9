import { archive, openDatabase } from '@hookline/db';
import { type CloudEvent, type DataOf, eventId, type Kind, newEvent, sequenceAt } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { contentHash } from '@hookline/workspace';
import { expect, test } from 'vitest';
import { readContent } from './read-content.ts';
import { filesAtMoment, workspaceAt } from './workspaces.ts';

const session = 'codex:1';
const startMs = Date.UTC(2026, 10, 22, 12);
const long = `${'a long line\n'.repeat(10)}`;

function event<K extends Kind>(n: number, kind: K, data: DataOf<K>): CloudEvent {
  return newEvent({
    kind,
    id: eventId('test', n),
    source: 'urn:hookline:laptop:codex',
    time: new Date(startMs + n * 1_000).toISOString(),
    sequence: sequenceAt(startMs + n * 1_000, n),
    session,
    project: 'github.com/acme/shop',
    harness: 'codex',
    origin: 'hook',
    data,
  } as Parameters<typeof newEvent<K>>[0]);
}

const edit = [{ type: 'file.write' as const, object: 'a.txt' }];
const patch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a long line', '+another line'] }];
const ref = contentHash(long);
const events = [
  event(1, 'tool.started', { call: 'c1', tool: 'write', effects: edit, input: { content: long } }),
  event(2, 'tool.finished', { call: 'c1', tool: 'write', effects: edit, outcome: 'ok', output: 'done' }),
  event(3, 'file.written', {
    path: 'a.txt',
    call: 'c1',
    how: 'create',
    after: { body: ref, bytes: long.length, head: 'a', tail: 'e' },
    hashAfter: ref,
  }),
  event(4, 'tool.started', { call: 'c2', tool: 'apply_patch', effects: edit, input: {} }),
  event(5, 'tool.finished', { call: 'c2', tool: 'apply_patch', effects: edit, outcome: 'ok' }),
  event(6, 'file.written', { path: 'a.txt', call: 'c2', how: 'edit', patch }),
  event(7, 'tool.started', {
    call: 'c3',
    tool: 'shell',
    effects: [{ type: 'process.exec', object: 'make' }],
    input: {},
  }),
];

test('files of a session are read at any moment, their texts from where they lie', async () => {
  await using server = await testDatabase();
  await using db = await openDatabase(server.url);
  const recorded = events.map((each, index) => ({ position: index + 1, event: each }));
  await db.kysely.transaction().execute((trx) => archive(trx, recorded, new Date()));
  const bodies = {
    get: async (asked: string) => (asked === ref ? long : undefined),
    put: async () => ref,
    delete: async () => 'missing' as const,
  };
  const stores = { db, bodies };
  const states = async (at: number, by: 'log' | 'session') =>
    (await filesAtMoment(stores, session, { at, by })).map(({ state, why }) => why?.reason ?? state);

  for (const by of ['log', 'session'] as const) {
    expect(await states(0, by)).toEqual([]);
    expect(await states(3, by)).toEqual(['known']);
    expect(await states(4, by)).toEqual(['in-flight']);
    expect(await states(6, by)).toEqual(['known']);
    expect(await states(7, by)).toEqual(['shell']);
  }
  const { workspace } = await workspaceAt(stores, session, {});
  const [first, , second] = workspace.versions
    .get('a.txt')!
    .filter(({ state }) => state !== 'absent')
    .slice(1);
  expect(await readContent(stores, workspace, first!.hash!)).toBe(long);
  expect(await readContent(stores, workspace, second!.hash!)).toBe(long.replace('a long line', 'another line'));
  expect(await readContent(stores, workspace, contentHash('something else'))).toBeUndefined();
  expect(await readContent({ db, bodies: { ...bodies, get: async () => undefined } }, workspace, first!.hash!)).toBe(
    undefined,
  );
});
