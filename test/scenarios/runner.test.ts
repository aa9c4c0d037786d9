import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent } from '@hookline/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workingSession } from '../browser/stories.ts';
import type { ToDo } from './runner/stand-in.ts';
import { makeWorkshop, project, promptFor, type Workshop } from './runner/workshop.ts';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';

const resources = new AsyncDisposableStack();
const story = workingSession();
let bus: TestBus;
let shop: Workshop;

beforeAll(async () => {
  bus = resources.use(await startBus());
  const made = await bus.hookline(
    'tokens',
    'create',
    '--name',
    'runner',
    '--scope',
    'work',
    '--project',
    project,
    '--json',
  );
  shop = resources.use(await makeWorkshop(bus, made.json().token));
  const events = (story.events as CloudEvent[]).map((event) => ({ ...event, project }));
  await bus.client.publish(events);
  await caughtUp(bus);
});
afterAll(async () => resources.disposeAsync());

interface Shown {
  readonly state: string;
  readonly fence: number;
  readonly attempts: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it reported
  readonly result?: any;
  readonly error?: string;
}

const show = async (item: string) => (await bus.client.request('GET', `/v1/work/items/${item}`)) as Shown;
async function eventsOf(kind: string, item: string): Promise<CloudEvent[]> {
  const { log } = (await bus.client.request('GET', '/v1/status')) as { log: { last: number } };
  const found: CloudEvent[] = [];
  for await (const { event } of bus.client.events({ after: 0, until: log.last })) found.push(event);
  return found.filter(({ type, data }) => type.startsWith(`hookline.${kind}.`) && data.item === item);
}

/** Offers an item whose prompt makes the stand-in do this. */
async function offer(queue: string, item: string, todo: ToDo, more: object = {}, about: object = {}): Promise<void> {
  const payload = { prompt: promptFor(item, todo), ...more };
  await bus.client.request('POST', `/v1/work/${queue}`, { body: { id: item, payload, project, ...about } });
}

describe('an item', () => {
  test('is done in a working tree of its own, with the hand-off, and nothing of it is left', async () => {
    const { position } = (await bus.client.request(
      'GET',
      `/v1/sessions/${encodeURIComponent(story.session)}/handoff`,
    )) as {
      position: number;
    };
    const cause = { session: story.session, position: position - 10 };
    await offer(
      'review',
      'one',
      { say: 'Looks good. ```json\n{"verdict": "approve", "notes": 2}\n```' },
      { cause, sha: 'abc' },
    );
    const runner = shop.runner('review', '--once', '--wait', '30');

    expect(await runner.ended).toBe(0);

    const found = await shop.found('one');
    const handOff = await bus.hookline('handoff', story.session, '--at', String(position - 10));
    expect(found.prompt).toContain('Please do this.');
    expect(found.prompt).toContain('"sha": "abc"');
    expect(found.prompt).toContain(handOff.out.trim());
    expect(found.cwd).toMatch(/\/runner\/review\/[0-9a-f]{8}-1\/shop$/);
    expect(found.args).toEqual(expect.arrayContaining(['-p', '--permission-mode', 'dontAsk', '--disallowedTools']));
    const { state, result } = await show('one');
    expect(state).toBe('completed');
    expect(result).toMatchObject({ verdict: 'approve', details: { notes: 2 }, harness: 'claude-code', costUsd: 0.01 });
    expect(existsSync(found.cwd)).toBe(false);
    expect(shop.attempts('review')).toEqual([]);
    expect(shop.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(shop.git('branch', '--list', 'hookline/*')).toBe('');
    expect(existsSync(join(shop.home, 'hook-ran'))).toBe(false);
  });

  test('was tied to its session and folder before the harness began', async () => {
    const found = await shop.found('one');
    const { history } = (await bus.client.request('GET', '/v1/work/items/one')) as {
      history: { kind: string; position: number }[];
    };
    const session = `claude-code:${found.args[found.args.indexOf('--session-id') + 1]}`;
    const { result } = await show('one');

    expect(result.session).toBe(session);
    expect(history.map(({ kind }) => kind)).toEqual(['work.offered', 'work.claimed', 'work.started', 'work.completed']);
    const started = await eventsOf('work.started', 'one');
    expect(started).toMatchObject([{ data: { session, folder: found.cwd, harness: 'claude-code' } }]);
  });

  test('sees of the environment what it needs, and no token of ours', async () => {
    const { env } = await shop.found('one');

    expect(env).toMatchObject({ ANTHROPIC_API_KEY: 'not-a-key', HOME: shop.home });
    expect(Object.keys(env).filter((name) => name.startsWith('HOOKLINE_'))).toEqual(['HOOKLINE_RUN']);
    expect(env).not.toHaveProperty('SECRET_OF_OTHERS');
  });

  test('of a session that the token is not for gets no hand-off', async () => {
    const other = {
      ...(story.events[0] as CloudEvent),
      id: 'elsewhere',
      session: 'claude-code:elsewhere',
      project: 'github.com/acme/other',
    };
    await bus.client.publish([other]);
    await caughtUp(bus);
    await offer('review', 'foreign', {}, { cause: { session: other.session } });

    expect(await shop.runner('review', '--once', '--wait', '30').ended).toBe(0);
    expect((await shop.found('foreign')).prompt).not.toContain('<hookline hand-off');
  });

  test('that needs no files gets an empty folder, and one for another harness is left alone', async () => {
    await offer('bare', 'bare', { say: 'Thought.' }, { isolate: 'none', budgetUsd: 2 });
    await offer('bare', 'others', {}, {}, { harness: 'codex' });

    expect(await shop.runner('bare', '--once', '--wait', '30', '--budget', '1.5').ended).toBe(0);
    expect(await shop.runner('bare', '--once').ended).toBe(3);
    const { cwd, args } = await shop.found('bare');
    expect(cwd).toMatch(/\/scratch$/);
    expect(args).toEqual(expect.arrayContaining(['--max-budget-usd', '1.5']));
    expect([(await show('bare')).result.text, (await show('others')).state]).toEqual(['Thought.', 'offered']);
  });

  test('that nobody can do is dead at once, with the reason', async () => {
    await bus.client.request('POST', '/v1/work/review', { body: { id: 'empty', payload: { n: 1 }, project } });
    const runner = shop.runner('review', '--once', '--wait', '30');

    expect(await runner.ended).toBe(1);
    expect(await show('empty')).toMatchObject({ state: 'dead', error: expect.stringContaining('payload.prompt') });
  });

  test('that fails is offered again, with what the harness said', async () => {
    await offer('failing', 'red', { fail: 'The model is away' });

    expect(await shop.runner('failing', '--once', '--wait', '30').ended).toBe(1);
    expect(await show('red')).toMatchObject({ state: 'offered', attempts: 2, error: 'The model is away' });
  });
});

test('as many items are done side by side as the runner may do, and never one twice', async () => {
  const items = ['a', 'b', 'c', 'd', 'e'].map((name) => `side-${name}`);
  for (const item of items) await offer('side', item, { say: item });
  const runner = shop.runner('side', '--max', '3');
  for (const item of items) expect(await runner.until('ended', item)).toMatchObject({ outcome: 'done' });
  runner.kill('SIGINT');
  await runner.ended;

  const told = runner.told.filter(({ what }) => what === 'taken' || what === 'ended');
  let running = 0;
  const most = told.map(({ what }) => (running += what === 'taken' ? 1 : -1));
  expect(Math.max(...most)).toBe(3);
  for (const item of items) expect(await eventsOf('work.completed', item)).toHaveLength(1);
});
