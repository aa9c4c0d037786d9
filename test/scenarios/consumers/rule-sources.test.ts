import { execFile } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { eventsOf } from './rule.ts';

const run = promisify(execFile);

const ruleText = (name: string, kind = 'tool.failed', on = kind) => `rule: ${name}
on: ${on}
then:
  - work: { queue: review, prompt: "look at it" }
tests:
  - given: [{ kind: ${kind}, data: { effects: [] } }]
    expect: { firings: 1 }
`;

async function put(folder: string, name: string, text: string) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `.${name}.new`), text);
  await rename(join(folder, `.${name}.new`), join(folder, name));
}

// biome-ignore lint/suspicious/noExplicitAny: each line knows what it asks for
const listed = async (bus: TestBus): Promise<any> => (await bus.hookline('rules', 'list', '--json')).json();
const names = async (bus: TestBus) => (await listed(bus)).rules.map(({ name }: { name: string }) => name);

test('rules come from a folder, a repository and over HTTP, and what they are is told in events', async () => {
  await using shop = await tempDir();
  const git = (...args: string[]) =>
    run('git', ['-C', shop.path, '-c', 'user.name=Ann', '-c', 'user.email=ann@acme.com', ...args]);
  await put(join(shop.path, '.hookline', 'rules'), 'two.yaml', ruleText('two'));
  await run('git', ['init', '--quiet', shop.path]);
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'rules');
  const commit = (await git('rev-parse', 'HEAD')).stdout.trim();
  await using bus = await startBus({ env: { HOOKLINE_RULES_GIT: shop.path } });
  const folder = join(bus.home, 'rules');
  await put(folder, 'one.yaml', ruleText('one'));
  await writeFile(join(shop.path, 'three.yaml'), ruleText('three'));
  const published = await bus.hookline('rules', 'publish', join(shop.path, 'three.yaml'), '--json');
  expect(published.json()).toMatchObject({
    name: 'three',
    source: 'api',
    state: 'in-force',
    tests: [{ passed: true }],
  });

  await eventually(async () => (await names(bus)).join() === 'one,three,two', {
    timeoutMs: 30_000,
    what: 'three rules to be in force',
  });
  await eventually(async () => (await eventsOf(bus, 'rule.published')).length === 3, {
    timeoutMs: 30_000,
    what: 'the log to tell',
  });
  const told = (await eventsOf(bus, 'rule.published')).map(({ event }) => event.data);
  expect(told).toContainEqual(expect.objectContaining({ rule: 'one', source: 'folder', path: 'one.yaml' }));
  expect(told).toContainEqual(
    expect.objectContaining({
      rule: 'two',
      source: 'git',
      path: `${shop.path}/.hookline/rules/two.yaml`,
      commit,
      by: 'Ann <ann@acme.com>',
    }),
  );
  expect(told).toContainEqual(
    expect.objectContaining({ rule: 'three', source: 'api', by: expect.any(String), text: ruleText('three') }),
  );

  // A commit is heard of at once; a file that goes away withdraws its rule.
  await put(join(shop.path, '.hookline', 'rules'), 'four.yaml', ruleText('four'));
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'one more');
  await rm(join(folder, 'one.yaml'));
  await eventually(async () => (await names(bus)).join() === 'four,three,two', {
    timeoutMs: 30_000,
    what: 'the commit to be heard of',
  });
  await eventually(async () => (await eventsOf(bus, 'rule.withdrawn')).length === 1, {
    timeoutMs: 30_000,
    what: 'the log to tell',
  });

  // The text is in the log for good: what looks like a secret is not taken.
  const leaky = ruleText('leaky').replace('look at it', `use ghp_${'a1B2'.repeat(9)}`);
  await writeFile(join(shop.path, 'leaky.yaml'), leaky);
  const refused = await bus.hookline('rules', 'publish', join(shop.path, 'leaky.yaml'));
  expect([refused.exitCode, refused.err]).toEqual([2, expect.stringContaining('looks like a secret')]);

  expect((await bus.hookline('rules', 'withdraw', 'three')).exitCode).toBe(0);
  await eventually(async () => (await names(bus)).join() === 'four,two', {
    timeoutMs: 30_000,
    what: 'three to be withdrawn',
  });
  expect((await bus.hookline('rules', 'withdraw', 'two')).err).toContain('comes from');
});

test('a faulty file, and a second file with the same name, leave what stands in force and are shown', async () => {
  await using bus = await startBus();
  const folder = join(bus.home, 'rules');
  await put(folder, 'one.yaml', ruleText('one'));
  await eventually(async () => (await names(bus)).join() === 'one', {
    timeoutMs: 30_000,
    what: 'the rule to be in force',
  });
  const { version } = (await listed(bus)).rules[0];

  await put(folder, 'one.yaml', ruleText('one', 'tool.failed', 'tool.faild'));
  await put(folder, 'two.yaml', ruleText('one', 'tool.finished'));
  await eventually(async () => (await listed(bus)).faults.length === 2, {
    timeoutMs: 30_000,
    what: 'both faults to be shown',
  });
  const shown = await bus.hookline('rules', 'list', '--json');
  expect(shown.exitCode).toBe(1);
  expect(shown.json().rules).toMatchObject([{ name: 'one', version, state: 'in-force' }]);
  const messages = shown.json().faults.map(({ message }: { message: string }) => message);
  expect(messages).toContainEqual(expect.stringContaining('tool.failed'));
  expect(messages).toContainEqual(expect.stringContaining('there is a rule called one already, in one.yaml'));
  const upload = await fetch(`${bus.url}/v1/rules/one`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await adminToken(bus)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: ruleText('one', 'tool.finished') }),
  });
  expect([upload.status, await upload.text()]).toEqual([409, expect.stringContaining('in one.yaml (folder)')]);

  await put(folder, 'one.yaml', ruleText('one', 'tool.denied'));
  await rm(join(folder, 'two.yaml'));
  await eventually(async () => (await listed(bus)).faults.length === 0, {
    timeoutMs: 30_000,
    what: 'the faults to be gone',
  });
  expect((await listed(bus)).rules[0].version).not.toBe(version);
});

async function adminToken(bus: TestBus): Promise<string> {
  const body = { name: 'publisher', scopes: ['admin'] };
  return ((await bus.client.request('POST', '/v1/tokens', { body })) as { token: string }).token;
}
