import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caughtUp, startBus, type TestBus } from '../support/bus.ts';
import { untilQuiet } from './rule.ts';

const rules = {
  review: `rule: review
on: file.written
where: data.path.startsWith("services/payments/") && session.prompts > 0
then:
  - work: { queue: review, prompt: "Review {{data.path}}" }
tests:
  - given: [{ kind: file.written, data: { path: services/payments/a.ts }, session: { prompts: 1 } }]
    expect: { firings: 1 }
`,
  verdict: `rule: verdict
on: work.completed
where: data.queue == "review"
key: data.item
then:
  - steer: { session: '"claude-code:author"', text: "the review is there" }
tests:
  - given: [{ kind: work.completed, data: { queue: review, item: a } }]
    expect: { firings: 1 }
`,
};

let bus: TestBus;
let count = 0;
const prompt = told('prompt.submitted', 'author', { text: 'Please round the totals', by: 'person' });

function told<K extends Kind>(kind: K, session: string, data: DataOf<K>, more: object = {}) {
  return newEvent({
    kind,
    id: eventId('why', String(++count)),
    source: 'urn:hookline:test',
    time: new Date().toISOString(),
    origin: 'api',
    harness: 'claude-code',
    project: 'github.com/acme/shop',
    session: `claude-code:${session}`,
    ...more,
    data,
  } as never);
}

async function publish(...events: ReturnType<typeof told>[]): Promise<number> {
  const stored = await bus.client.publish(events);
  await caughtUp(bus);
  await untilQuiet(bus);
  return stored.at(-1)!.position!;
}

// biome-ignore lint/suspicious/noExplicitAny: each line knows what it asked for
const json = async (...args: string[]): Promise<any> => (await bus.hookline(...args, '--json')).json();

let early: number;
beforeAll(async () => {
  bus = await startBus();
  early = await publish(
    told('prompt.submitted', 'early', { text: 'hello', by: 'person' }),
    told('file.written', 'early', { path: 'services/payments/early.ts', how: 'edit' }),
  );
  await mkdir(join(bus.home, 'rules'), { recursive: true });
  for (const [name, text] of Object.entries(rules)) {
    await writeFile(join(bus.home, name), text);
    await rename(join(bus.home, name), join(bus.home, 'rules', `${name}.yaml`));
  }
  await eventually(async () => (await json('rules', 'list')).rules.length === 2, {
    timeoutMs: 30_000,
    what: 'both rules',
  });
});
afterAll(async () => bus[Symbol.asyncDispose]());

test('a firing is told with its values and the chain from the prompt to what came of it', async () => {
  const position = await publish(
    told('session.started', 'author', { nativeSession: 'author', cwd: '/work/shop' } as never),
    prompt,
    told('file.written', 'author', { path: 'services/payments/total.ts', how: 'edit' }, { turn: prompt.id }),
  );
  const item = (await bus.client.request('POST', '/v1/work/review/take', { body: { worker: 'w' } })) as {
    id: string;
    fence: number;
  };
  const { fence } = item;
  const report = (verb: string, body: object) =>
    bus.client.request('POST', `/v1/work/items/${item.id}/${verb}`, { body: { fence, ...body } });
  await report('started', { session: 'opencode:reviewer', harness: 'opencode' });
  await publish(
    told('session.started', 'x', { nativeSession: 'reviewer' } as never, {
      session: 'opencode:reviewer',
      harness: 'opencode',
    }),
  );
  await report('done', { result: { verdict: 'rounds the wrong way' }, doneIn: 'opencode:reviewer' });
  await eventually(async () => (await json('rules', 'firings', 'verdict')).length === 1, {
    timeoutMs: 30_000,
    what: 'the second rule',
  });
  await untilQuiet(bus);

  const [firing] = await json('rules', 'firings', 'review');
  expect(firing).toMatchObject({
    position,
    session: 'claude-code:author',
    actions: [{ action: 'work', state: 'completed', id: item.id }],
  });
  const why = await json('rules', 'why', firing.firing);
  expect(why.matches).toMatchObject([
    {
      kind: 'file.written',
      values: [
        {
          clause: 'data.path.startsWith("services/payments/")',
          value: true,
          line: 3,
          values: { 'data.path': 'services/payments/total.ts' },
        },
        { clause: 'session.prompts > 0', value: true, values: { 'session.prompts': 1 } },
      ],
    },
  ]);
  const { chain } = why;
  expect(chain.map(({ type, title }: { type: string; title: string }) => [type, title])).toEqual([
    ['prompt', 'Please round the totals'],
    ['event', 'file.written'],
    ['firing', 'review'],
    ['work', 'work on queue review'],
    ['session', 'opencode:reviewer'],
    ['verdict', 'rounds the wrong way'],
    ['event', 'work.completed'],
    ['firing', 'verdict'],
    ['message', 'the review is there'],
  ]);
  // Each hangs on the one before it, and has its exact moment or the thing it is about.
  const ids = chain.map(({ id }: { id: string }) => id);
  expect(chain.map(({ of }: { of: string | null }) => (of === null ? -1 : ids.indexOf(of)))).toEqual([
    -1, 0, 1, 2, 3, 4, 5, 6, 7,
  ]);
  const placed = chain.filter(({ type }: { type: string }) => !['work', 'message'].includes(type));
  expect(placed.map((link: { position: number | null }) => link.position)).not.toContain(null);

  // The same chain is told of the last firing, from its beginning on; and for people.
  const [last] = await json('rules', 'firings', 'verdict');
  expect((await json('rules', 'why', last.firing)).chain).toEqual(chain);
  expect((await bus.hookline('rules', 'why', String(position))).out).toContain('● review: it fired');
  expect((await bus.hookline('rules', 'why', firing.firing)).out).toMatch(/prompt Please round the totals.*@\d+/);
  expect((await json('rules', 'firings', '--session', 'claude-code:author')).length).toBe(1);
});

test('for an event that fired nothing each rule says which clause was false, with what it asked for', async () => {
  const position = await publish(told('file.written', 'quiet', { path: 'docs/a.md', how: 'edit' }));

  const { event, rules: found } = await json('rules', 'why', String(position));
  expect(event).toMatchObject({ kind: 'file.written', position, session: 'claude-code:quiet' });
  expect(found).toMatchObject([
    {
      rule: 'review',
      verdict: 'no',
      reason: 'where is false: data.path.startsWith("services/payments/") (line 3)',
      clauses: [
        { value: false, values: { 'data.path': 'docs/a.md' } },
        { value: false, values: { 'session.prompts': 0 } },
      ],
    },
    { rule: 'verdict', verdict: 'other-kind', reason: expect.stringContaining('work.completed') },
  ]);
  expect((await json('rules', 'why', event.id, '--rule', 'review')).rules).toHaveLength(1);
});

test('what happened before the rule, or was heard of too late, is said to be so', async () => {
  const before = (await json('rules', 'why', String(early), '--rule', 'review')).rules[0];
  expect(before).toMatchObject({ verdict: 'held', reason: expect.stringContaining('came into force after it') });

  const old = { time: new Date(Date.now() - 7_200_000).toISOString() };
  const late = await publish(
    told('prompt.submitted', 'late', { text: 'x', by: 'person' }, old),
    told('file.written', 'late', { path: 'services/payments/late.ts', how: 'edit' }, old),
  );
  const rule = (await json('rules', 'why', String(late), '--rule', 'review')).rules[0];
  expect(rule).toMatchObject({ verdict: 'held', reason: expect.stringContaining('it is history and never acts') });
  expect(rule.limits).toContainEqual(expect.objectContaining({ name: 'gate', ok: true }));
});

test('what there is not is said with what there is', async () => {
  const none = await bus.hookline('rules', 'why', '999999');
  expect([none.exitCode, none.err]).toEqual([3, expect.stringMatching(/the log holds positions 1 to \d+/)]);
  const unknown = await bus.hookline('rules', 'why', 'nothing-like-it');
  expect([unknown.exitCode, unknown.err]).toEqual([3, expect.stringContaining('no event and no firing')]);
  expect((await bus.hookline('rules', 'why', '1', '--rule', 'none')).err).toContain('no rule called none');
  await expect(bus.client.request('GET', '/v1/rules/why')).rejects.toThrow('expected one of event, firing');
  await expect(bus.client.request('GET', '/v1/rules/firings/none')).rejects.toThrow('no firing none');
  expect((await bus.hookline('rules', 'show', 'none')).err).toContain('no rule called none');
});

test('a rule shows its tests, and which clauses they saw both ways', async () => {
  const shown = await json('rules', 'show', 'review');
  expect(shown).toMatchObject({
    on: ['file.written'],
    text: rules.review,
    tests: [{ name: 'test 1', passed: true, expected: 1, found: 1, message: null }],
    versions: [{ source: 'folder', path: 'review.yaml', withdrawnAt: null }],
  });
  const [coverage] = await json('rules', 'coverage', 'review');
  expect(coverage.coverage.clauses).toContainEqual(
    expect.objectContaining({ clause: 'session.prompts > 0', line: 3, heldTrue: 1, heldFalse: 0 }),
  );
  expect((await bus.hookline('rules', 'coverage')).out).toContain('never false');
  expect((await json('rules', 'schema')).title).toBe('Hookline rule');
});
