import { existsSync } from 'node:fs';
import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, tempDir } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { Agent, checkout } from './agent.ts';

const project = 'github.com/acme/shop';

/** Three sessions in a project, each with tests that are run and one with tests that fail. */
async function workIn(home: string, folder: string): Promise<void> {
  for (const round of [1, 2, 3]) {
    const agent = new Agent(home, folder);
    await agent.start();
    await agent.ran('npm test', round * 1_000);
    await agent.ran('git status');
    if (round === 2) await agent.failed('cd web && npm test');
    if (round === 3) await agent.ran('npm run lint 2>&1 | tail -3');
    await agent.end();
  }
}

function cardFile(home: string, folder: string): string {
  return join(home, 'cards', folder, '.hookline-card');
}

/** What an agent is told by the card there: its first line. The second one says who is held out. */
async function saidBy(home: string, folder: string): Promise<string> {
  return (await readFile(cardFile(home, folder), 'utf8')).replace(/\n[\s\S]*/, '\n');
}

/** Waits until the edge has put a card there that speaks of all that was seen. */
async function cardOf(home: string, folder: string, saying: string): Promise<string> {
  return await eventually(
    async () => {
      const card = await saidBy(home, folder);
      return card.includes(saying) && card;
    },
    { timeoutMs: 20_000, what: `the card of ${folder} says ${saying}` },
  );
}

describe('three sessions in a project', () => {
  let bus: TestBus;
  let shop: string;
  let other: string;
  beforeAll(async () => {
    bus = await startBus();
    shop = await checkout(bus.home, 'acme/shop');
    other = await checkout(bus.home, 'acme/elsewhere');
    await workIn(bus.home, shop);
    await cardOf(bus.home, shop, '4 runs in 3 sessions');
  });
  afterAll(async () => bus[Symbol.asyncDispose]());

  test('become memories that say why', async () => {
    const memories = (await bus.hookline('memory', 'list', '--kind', 'command', '--all', '--json')).json();
    memories.sort((a: { about: string }, b: { about: string }) => (a.about < b.about ? 1 : -1));

    expect(memories).toMatchObject([
      {
        project,
        about: 'npm test',
        status: 'active',
        support: { sessions: 3 },
        details: { purpose: 'test', runs: 4, failed: 1, medianMs: 1_500 },
      },
      {
        project,
        about: 'npm run lint',
        status: 'proposed',
        support: { sessions: 1 },
        details: { purpose: 'lint', judged: 0 },
      },
    ]);
    const why = (await bus.hookline('memory', 'why', memories[0].id.slice(4, 12), '--json')).json();
    expect(why.memory).toEqual(memories[0]);
    expect(why.evidence.map((one: { summary: string }) => one.summary)).toEqual([
      '`npm test` succeeded after 3000 ms',
      '`cd web && npm test` failed after 1000 ms: Exit code 1 red',
      '`npm test` succeeded after 2000 ms',
      '`npm test` succeeded after 1000 ms',
    ]);
    const { position, session } = why.evidence[0];
    const event = (await bus.client.request('GET', '/v1/events', { query: { after: position - 1, limit: 1 } })) as {
      events: { position: number; event: object }[];
    };
    expect(event.events[0]).toMatchObject({ position, event: { session, type: 'hookline.tool.finished.v1' } });
  });

  test('a memory that became active is told to the log once', async () => {
    const found = (await bus.client.request('GET', '/v1/events', { query: { kind: 'memory.recorded' } })) as {
      events: { event: { data: { memoryKind: string } } }[];
    };

    const commands = found.events.filter(({ event }) => event.data.memoryKind === 'command');
    expect(commands.map(({ event }) => event.data)).toMatchObject([{ status: 'active', reason: 'support' }]);
  });

  test('the next agent there is told, as the answer of its SessionStart hook, and the log hears that it was', async () => {
    const agent = new Agent(bus.home, shop);

    const said = await agent.start();

    const context: string = JSON.parse(said).hookSpecificOutput.additionalContext;
    expect(JSON.parse(said)).toEqual({
      hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext: context },
    });
    expect(said).toBe(await saidBy(bus.home, shop));
    expect(context).toContain('test: `npm test` (4 runs in 3 sessions, 25% of 4 failed, takes about 1.5 s');
    expect(context).not.toContain('lint');
    expect(context.length).toBeLessThanOrEqual(2_400);

    await agent.wasTold(context);
    await agent.end();
    const injected = await eventually(
      async () => {
        const query = { session: `claude-code:${agent.session}`, kind: 'memory.injected' };
        const found = (await bus.client.request('GET', '/v1/events', { query })) as {
          events: { event: { data: { memories: string[] } } }[];
        };
        return found.events[0]?.event.data;
      },
      { timeoutMs: 20_000, what: 'memory.injected' },
    );
    expect(injected).toMatchObject({ surface: 'session-start', text: context });
    const [shown] = injected.memories;
    expect((await bus.hookline('memory', 'why', shown!, '--json')).json().memory).toMatchObject({
      about: 'npm test',
    });
  });

  test('an agent in another working tree of the project is told from its second session on', async () => {
    const tree = await checkout(bus.home, 'acme/shop');
    const first = new Agent(bus.home, tree);

    expect(await first.start()).toBe('');
    await cardOf(bus.home, tree, 'npm test');

    expect(await new Agent(bus.home, tree).start()).toContain('npm test');
  });

  test('an agent of another project is told nothing', async () => {
    const agent = new Agent(bus.home, other);
    expect(await agent.start()).toBe('');
    await agent.ran('npm test');
    await agent.end();
    await eventually(
      async () => {
        const memories = (
          await bus.hookline('memory', 'list', '--all', '--project', 'github.com/acme/elsewhere', '--json')
        ).json();
        return memories.some(({ about }: { about: string }) => about === 'npm test');
      },
      { what: 'the other project to be known' },
    );

    expect(await new Agent(bus.home, other).start()).toBe('');
    expect(existsSync(cardFile(bus.home, other))).toBe(false);
  });
});

test('with everything stopped an agent starts as it would without us, and a card that is too old says nothing', async () => {
  await using home = await tempDir();
  await using bus = await startBus({ home: home.path });
  const shop = await checkout(home.path, 'acme/shop');
  await workIn(home.path, shop);
  const card = await cardOf(home.path, shop, '4 runs in 3 sessions');
  await bus.stop();

  expect(await new Agent(home.path, shop).start()).toBe(card);
  await utimes(cardFile(home.path, shop), 0, Date.now() / 1000 - 1);
  expect(await new Agent(home.path, shop).start()).toBe('');
});
