import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { play } from '../model/reply.ts';
import { type GooseBed, makeGooseBed } from './bed.ts';

const commandLine = join(import.meta.dirname, '../../../services/cli/src/main.ts');
const page = join(import.meta.dirname, '../../../docs/how-to/use-memory-over-mcp.md');
const statement = 'Prices are integers in cents, never floats.';
let bed: GooseBed;
beforeAll(async () => {
  bed = await makeGooseBed();
  const { bus, model, person } = bed;
  model.learn({
    lookup: [
      { tools: [{ name: 'hookline__memory_how', input: { task: 'store prices' } }] },
      { text: 'They are integers.' },
    ],
  });
  const file = join(person.home, '.config', 'goose', 'config.yaml');
  mkdirSync(dirname(file), { recursive: true });
  const before = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  const { extensions } = parse(/```yaml\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8'))![1]!);
  // As the page says, but for where the command lies and whose bus it is.
  const program = { cmd: process.execPath, args: [commandLine, 'mcp'], envs: { HOOKLINE_HOME: bus.home } };
  writeFileSync(file, stringify({ ...before, extensions: { hookline: { ...extensions.hookline, ...program } } }));

  const project = 'github.com/acme/shop';
  await bus.post('/v1/memory/remember', { statement, as: 'decision', about: 'prices', project });
  const proposed = await eventually(
    async () => (await bus.ask<{ memories: { id: string }[] }>('/v1/memory?kind=decision')).memories[0],
    { what: 'the decision is proposed' },
  );
  await bus.post(`/v1/memory/${proposed.id}/decisions`, { action: 'approve' });
  const found = { query: 'prices', project, kinds: ['decision'] };
  await eventually(async () => (await bus.post<{ hits: unknown[] }>('/v1/recall', found)).hits.length > 0, {
    what: 'the decision is found',
  });
});
afterAll(() => bed?.[Symbol.asyncDispose]());

test('Goose starts `hookline mcp` from the configuration in the docs, and its model gets what is remembered', async () => {
  const { person, model } = bed;
  const { status, errorText } = await person.run(play('lookup'));
  expect({ status, errorText }).toEqual({ status: 0, errorText: '' });
  const [first, second] = model.served('lookup').map(({ request }) => JSON.stringify(request));
  for (const name of ['memory_search', 'memory_remember']) expect(first).toContain(`hookline__${name}`);
  expect(second).toContain(statement);
});
