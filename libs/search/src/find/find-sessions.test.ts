import type { Database } from '@hookline/db';
import { type CloudEvent, type DataOf, eventId } from '@hookline/schemas';
import { type Attributes, noonMs } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listFailures } from '../failures/failures.ts';
import { parseQuery } from '../query/parse.ts';
import { find, index, maker, open, project, reach } from '../test-bed.ts';
import { listFacets } from './facets.ts';
import { findSessions } from './find-sessions.ts';

const event = maker();

function ran(command: string, outcome: 'ok' | 'failed', of: Attributes, error = 'Error: it broke'): CloudEvent[] {
  const program = command.split(' ')[0]!;
  const about = {
    call: eventId('call', command, of.session ?? '', outcome),
    tool: 'Bash',
    effects: [{ type: 'process.exec' as const, object: command, program }],
  };
  return [
    event('tool.started', { ...about, input: { command } }, of),
    outcome === 'ok'
      ? event('tool.finished', { ...about, outcome }, of)
      : event('tool.failed', { ...about, outcome, stage: 'ran', error, errorSignature: error }, of),
  ];
}

const edited = (path: string, of: Attributes, how: DataOf<'file.written'>['how'] = 'edit') =>
  event('file.written', { path, how }, of);
const asked = (text: string, of: Attributes) => event('prompt.submitted', { text, by: 'person' }, of);
const said = (text: string, of: Attributes) => event('message.sent', { role: 'assistant', text }, of);

const fixed = { session: 'claude-code:fixed' };
const broke = { session: 'codex:broke', harness: 'codex', actor: 'bob@example.com' };
const secret = { session: 'claude-code:secret', project: 'github.com/acme/secret', actor: 'eve@example.com' };

async function filled() {
  const db = await open();
  await project(db, [
    asked('The flaky checkout test has to become stable', fixed),
    ...ran('npm test -- checkout', 'failed', fixed, 'AssertionError: total was 3'),
    edited('/home/ada/shop/src/checkout_total.ts', fixed),
    ...ran('npm test -- checkout', 'ok', fixed),
    said('The rounding of commit 3f2a9bc1d0 was wrong.', fixed),
    event('model.called', { model: 'claude-opus-4-5', nativeMessage: 'm1', tokens: {}, costUsd: 2 }, fixed),
    asked('Rename the invoice module', broke),
    edited('src/checkout_total.ts', broke),
    ...ran('npm test -- checkout', 'failed', broke),
    ...ran('npm run lint', 'failed', broke),
    asked('The flaky checkout belongs to nobody else', secret),
    ...ran('npm test -- checkout', 'failed', secret),
    edited('src/checkout_total.ts', secret),
  ]);
  await index(db);
  return db;
}

let db: Database;

beforeAll(async () => {
  db = await filled();
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
});

test('finds by any of the words, the best first, with the entry marked', async () => {
  const found = await find(db, 'stable flaky tests nowhere');

  expect(Object.keys(found)[0]).toBe('claude-code:fixed');
  expect(found['claude-code:fixed']![0]).toBe('prompt: The [flaky] checkout [test] has to become [stable]');
  expect(Object.keys(await find(db, 'zebra'))).toEqual([]);
});

test.each([
  ['checkout_total.ts', 3],
  ['3f2a9bc1d0ee', 1],
  ['3f2a9bc', 1],
  ['"npm test -- checkout"', 3],
  ['"run lint"', 1],
  ['"test npm"', 0],
  ['checkout -invoice', 2],
  ['check*', 3],
  ['session:broke', 1],
])('%s is in %i sessions', async (text, sessions) => {
  expect(Object.keys(await find(db, text))).toHaveLength(sessions);
});

test.each([
  ['person:ada', ['claude-code:fixed']],
  ['-person:ada,eve', ['codex:broke']],
  ['harness:codex', ['codex:broke']],
  ['model:opus', ['claude-code:fixed']],
  ['project:secret', ['claude-code:secret']],
  ['project:acme person:bob', ['codex:broke']],
  ['cost:>1', ['claude-code:fixed']],
  ['cost:<1', []],
  ['cost:unknown', ['claude-code:secret', 'codex:broke']],
  ['person:a', []],
  ['state:ended', []],
])('%s lets %j through', async (text, sessions) => {
  expect(Object.keys(await find(db, text)).sort()).toEqual(sessions);
});

test('steps are looked for in the order of the session, and show what they were', async () => {
  expect(await find(db, 'edited:checkout_total.ts after failed:"npm test"')).toEqual({
    'claude-code:secret': ['command: [npm test] -- checkout', 'path: src/[checkout_total.ts]'],
    'claude-code:fixed': ['command: [npm test] -- checkout', 'path: /home/ada/shop/src/[checkout_total.ts]'],
  });
  expect(Object.keys(await find(db, 'edited:src/*.ts then failed:"npm test"'))).toEqual(['codex:broke']);
  expect(Object.keys(await find(db, 'failed:"npm test" then edited:src/ then passed:"npm test"'))).toEqual([
    'claude-code:fixed',
  ]);
  expect(await find(db, 'error:assertionerror')).toEqual({
    'claude-code:fixed': ['error: [AssertionError]: total was 3'],
  });
});

test('a token of one project finds, ranks, counts and lists nothing of others', async () => {
  const own = { owner: 'github.com/acme/shop' };

  for (const text of [
    'flaky',
    'session:secret',
    'person:eve',
    'failed:"npm test"',
    '',
    '-invoice',
    '"npm test"',
    'project:secret',
  ]) {
    expect(Object.keys(await find(db, text, own)).filter((session) => session.includes('secret'))).toEqual([]);
  }
  const scores = await findSessions(db, parseQuery('flaky'), { ...reach, ...own }, { limit: 9 });
  expect(scores.sessions.map(({ session }) => session)).toEqual(['claude-code:fixed']);
  const failures = await listFailures(db, { by: 'command', filters: [], limit: 9 }, { ...reach, ...own });
  expect(JSON.stringify(failures)).not.toContain('secret');
  expect(failures[0]).toMatchObject({ key: 'npm test', failures: 2, runs: 3 });
  expect(JSON.stringify(await listFacets(db, [], { ...reach, ...own }))).not.toMatch(/secret|eve/);
});

test('how many words of other projects begin alike says nothing, and hides nothing', async () => {
  await using other = await open();
  const words = Array.from(
    { length: 60 },
    (_, n) => `quuxa${String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))}`,
  );
  await project(other, [said(words.join(' '), secret), said('quuxz', fixed)]);
  await index(other);

  expect(Object.keys(await find(other, 'quux*', { owner: 'github.com/acme/shop' }))).toEqual(['claude-code:fixed']);
});

test('somebody else’s event in a session makes it no more readable', async () => {
  await using db = await filled();
  await project(db, [said('flaky zebra', { ...secret, project: 'github.com/acme/shop' })]);
  await index(db);

  expect(await find(db, 'zebra', { owner: 'github.com/acme/shop' })).toEqual({});
});

test('pages go on where the one before ended', async () => {
  for (const text of ['checkout', '']) {
    const whole = await findSessions(db, parseQuery(text), reach, { limit: 9 });
    const paged: string[] = [];
    let after: { rank: number; session: string } | undefined;
    do {
      const page = await findSessions(db, parseQuery(text), reach, { limit: 1, ...(after && { after }) });
      paged.push(...page.sessions.map(({ session }) => session));
      after = page.next;
    } while (after !== undefined);
    expect(paged).toEqual(whole.sessions.map(({ session }) => session));
    expect(paged).toHaveLength(3);
  }
});

test('text is looked for in the time that is asked for', async () => {
  expect(Object.keys(await find(db, `flaky since:${new Date(noonMs + 3_600_000).toISOString()}`))).toEqual([]);
  expect(Object.keys(await find(db, `flaky until:${new Date(noonMs + 3_600_000).toISOString()}`))).toHaveLength(2);
});

test('what failed most, of how many runs, in whose sessions, with the calls', async () => {
  const [first, second] = await listFailures(db, { by: 'command', filters: [], limit: 9 }, reach);

  expect(first).toMatchObject({
    key: 'npm test',
    failures: 3,
    runs: 4,
    sessions: 3,
    errorSignature: 'Error: it broke',
  });
  expect(first!.actors.map(({ actor }) => actor)).toEqual(['ada@example.com', 'bob@example.com', 'eve@example.com']);
  expect(first!.examples.map(({ session }) => session)).toContain('codex:broke');
  expect(second).toMatchObject({ key: 'npm run lint', failures: 1, runs: 1 });
  const [error] = await listFailures(db, { by: 'error', filters: [], limit: 1 }, reach);
  expect(error).toMatchObject({ key: 'Error: it broke', failures: 3, sessions: 2 });
});

test('values of filters have how many sessions they are in', async () => {
  expect(await listFacets(db, parseQuery('harness:codex').filters, reach)).toEqual({
    projects: [{ value: 'github.com/acme/shop', label: 'github.com/acme/shop', sessions: 1 }],
    harnesses: [{ value: 'codex', label: 'codex', sessions: 1 }],
    actors: [{ value: 'bob@example.com', label: 'bob@example.com', sessions: 1 }],
    models: [],
  });
});
