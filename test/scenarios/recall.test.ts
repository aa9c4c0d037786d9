import { type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remembered, startBus, type TestBus } from './support/bus.ts';

const shop = 'github.com/acme/shop';

let bus: TestBus;
let prompt: number;
beforeAll(async () => {
  bus = await startBus();
  const results = await bus.client.publish([
    ...worked('one', 'round the totals of the basket\nand keep the cents', 'src/cart.ts', 'src/money.ts'),
    ...worked('two', 'the totals of the basket are those of yesterday', 'src/cart.ts'),
  ]);
  prompt = results[0]!.position!;
  await remembered(bus);
});
afterAll(async () => bus?.[Symbol.asyncDispose]());

/** A session that was asked something, and changed these files. */
function worked(name: string, text: string, ...paths: string[]) {
  let count = 0;
  const told = <K extends Kind>(kind: K, data: DataOf<K>) =>
    newEvent({
      kind,
      id: eventId(name, String(++count)),
      source: 'urn:hookline:test',
      time: new Date(Date.now() - 3_600_000 + count * 1_000).toISOString(),
      origin: 'api',
      harness: 'codex',
      actor: 'ann@example.com',
      project: shop,
      session: `codex:${name}`,
      data,
    } as never);
  return [
    told('prompt.submitted', { text, by: 'person' }),
    ...paths.map((path) => told('file.written', { path, how: 'edit' })),
    told('turn.ended', {}),
  ];
}

test('what was said is found by its words, and opened whole by its id', async () => {
  const found = (await bus.hookline('recall', 'cents', '--project', shop, '--kind', 'said', '--json')).json();
  expect(found.hits).toMatchObject([{ memory: `said_${prompt}`, session: 'codex:one' }]);

  const { out } = await bus.hookline('memory', 'show', `said_${prompt}`);
  expect(out).toContain('ann@example.com said');
  expect(out).toContain('session codex:one');
  expect(out).toContain('round the totals of the basket\nand keep the cents\n');
  expect((await bus.hookline('memory', 'why', `said_${prompt}`)).out).toBe(out);
  expect((await bus.hookline('memory', 'show', `said_${prompt}`, '--json')).json()).toMatchObject({ whole: true });
});

test('what is not remembered says so, and where it was looked for', async () => {
  const nothing = await bus.hookline('recall', 'kubernetes', '--project', shop);
  expect(nothing.err).toContain(`nothing is remembered of this in the project ${shop}`);
  expect(nothing.exitCode).toBe(0);

  const gone = await bus.hookline('memory', 'show', 'said_999999');
  expect(gone.err).toContain('nothing that was said is remembered of position 999999');
  expect(gone.exitCode).not.toBe(0);
});

test('the files that some work is likely to change are those that similar work changed', async () => {
  const files = ['recall', '--files', 'the', 'totals', 'are', 'wrong', '--actor', 'ann@example.com', '--project', shop];

  expect((await bus.hookline(...files, '--json')).json().files[0]).toMatchObject({
    path: 'src/cart.ts',
    sessions: expect.arrayContaining(['codex:one', 'codex:two']),
  });
  expect((await bus.hookline(...files)).out.split('\n')[0]).toBe(
    'src/cart.ts  changed by similar work, often changed, 2 sessions like this',
  );
  expect(await bus.client.recallFiles({ prompt: 'the totals', project: shop, limit: 1 })).toHaveLength(1);
  expect((await bus.hookline('recall', '--files')).err).toContain('say in words what is to be done');
  expect((await bus.hookline('recall', '--files', 'totals', '--project', 'github.com/acme/new')).err).toContain(
    'in the project github.com/acme/new',
  );
});
