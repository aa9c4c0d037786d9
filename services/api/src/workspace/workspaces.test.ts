import { archive, openDatabase } from '@hookline/db';
import { eventually, teller, testDatabase } from '@hookline/testing';
import { contentHash } from '@hookline/workspace';
import { expect, test } from 'vitest';
import { readContent } from './read-content.ts';
import { filesAtMoment, workspaceAt } from './workspaces.ts';

const session = 'codex:1';
const long = `${'a long line\n'.repeat(10)}`;
const event = teller({ session, harness: 'codex' });

const edit = [{ type: 'file.write' as const, object: 'a.txt' }];
const patch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a long line', '+another line'] }];
const ref = contentHash(long);
const events = [
  event('tool.started', { call: 'c1', tool: 'write', effects: edit, input: { content: long } }),
  event('tool.finished', { call: 'c1', tool: 'write', effects: edit, outcome: 'ok', output: 'done' }),
  event('file.written', {
    path: 'a.txt',
    call: 'c1',
    how: 'create',
    after: { body: ref, bytes: long.length, head: 'a', tail: 'e' },
    hashAfter: ref,
  }),
  event('tool.started', { call: 'c2', tool: 'apply_patch', effects: edit, input: {} }),
  event('tool.finished', { call: 'c2', tool: 'apply_patch', effects: edit, outcome: 'ok' }),
  event('file.written', { path: 'a.txt', call: 'c2', how: 'edit', patch }),
  event('tool.started', {
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

test('what was erased is not told from memory', async () => {
  await using server = await testDatabase();
  await using db = await openDatabase(server.url);
  const recorded = events.slice(0, 3).map((each, index) => ({ position: index + 1, event: each }));
  const last = event('prompt.submitted', { text: 'thanks', by: 'person' });
  await db.transaction((trx) => archive(trx, [...recorded, { position: 4, event: last }], new Date()));
  const stores = { db, bodies: bodiesOf(async () => long) };
  expect((await filesAtMoment(stores, session, {})).map(({ path }) => path)).toEqual(['a.txt']);

  await db.kysely.deleteFrom('events').where('position', '<', 4).execute();

  expect(await filesAtMoment(stores, session, {})).toEqual([]);
});

test('sessions are folded a few at a time, and all of them in the end', async () => {
  await using server = await testDatabase();
  await using db = await openDatabase(server.url);
  const sessions = Array.from({ length: 7 }, (_, n) => `codex:many-${n}`);
  const after = { body: ref, bytes: long.length, head: 'a', tail: 'e' };
  const recorded = sessions.map((of, index) => ({
    position: index + 1,
    event: event('file.written', { path: 'a.txt', how: 'create', after, hashAfter: ref }, { session: of }),
  }));
  await db.transaction((trx) => archive(trx, recorded, new Date()));
  const release = Promise.withResolvers<void>();
  let reading = 0;
  let most = 0;
  const stores = {
    db,
    bodies: bodiesOf(async () => {
      reading += 1;
      most = Math.max(most, reading);
      await release.promise;
      reading -= 1;
      return long;
    }),
  };

  const asked = sessions.map((of) => filesAtMoment(stores, of, {}));
  await eventually(() => reading === 3, { what: 'three sessions are read' });
  release.resolve();

  for (const files of await Promise.all(asked)) expect(files).toMatchObject([{ path: 'a.txt', hash: ref }]);
  expect(most).toBe(3);
});

function bodiesOf(get: () => Promise<string>) {
  return { get, put: async () => ref, delete: async () => 'missing' as const };
}
