import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { play } from '../model/reply.ts';

const commandLine = join(import.meta.dirname, '../../../services/cli/src/main.ts');
const project = 'github.com/acme/shop';
const statement = 'Prices are integers in cents, never floats.';
let bed: Bed;
beforeAll(async () => {
  bed = await makeBed();
  const { bus, model } = bed;
  model.learn({
    lookup: [
      { tools: [{ name: 'mcp__hookline__memory_search', input: { query: 'prices' } }] },
      { tools: [{ name: 'mcp__hookline__memory_how', input: { task: 'store prices' } }] },
      { text: 'They are integers.' },
    ],
  });
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

test('Claude Code starts `hookline mcp`, and its model gets what the project remembers', async () => {
  const { bus, person, model } = bed;
  const server = { command: process.execPath, args: [commandLine, 'mcp'], env: { HOOKLINE_HOME: bus.home } };
  const session = newSession(
    '--strict-mcp-config',
    '--mcp-config',
    JSON.stringify({ mcpServers: { hookline: server } }),
    '--allowedTools',
    'mcp__hookline__memory_search,mcp__hookline__memory_how',
  );
  await person.run(play('lookup'), session);

  const [, second, third] = model.servedTo(session.id).map(({ request }) => request);
  // A search lists what there is, a question in the middle of something is answered.
  expect(JSON.stringify(second!.messages)).toMatch(/mem_[a-z2-7]{8}/);
  expect(JSON.stringify(third!.messages)).toContain(statement);

  const account = await bus.settled(session.id);
  expect(JSON.stringify(account.entries)).toContain('memory_search');
});

test('with the bus away the model is told so, and the session goes on', async () => {
  const { bus, person, model } = bed;
  const env = { HOOKLINE_HOME: bus.home, HOOKLINE_URL: 'http://127.0.0.1:9' };
  const server = { command: process.execPath, args: [commandLine, 'mcp'], env };
  const session = newSession(
    '--strict-mcp-config',
    '--mcp-config',
    JSON.stringify({ mcpServers: { hookline: server } }),
    '--allowedTools',
    'mcp__hookline__memory_search,mcp__hookline__memory_how',
  );
  const { status } = await person.run(play('lookup'), session);
  expect(status).toBe(0);
  expect(JSON.stringify(model.servedTo(session.id).at(-1)!.request.messages)).toContain('Go on without it');
});
