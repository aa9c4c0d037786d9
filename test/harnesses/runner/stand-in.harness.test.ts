import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workingSession } from '../../browser/stories.ts';
import { changingSession } from '../../scenarios/runner/changing-session.ts';
import type { ToDo } from '../../scenarios/runner/stand-in.ts';
import { isRunning, makeWorkshop, project, promptFor, type Workshop } from '../../scenarios/runner/workshop.ts';
import { caughtUp, startBus, type TestBus } from '../../scenarios/support/bus.ts';

const waitMs = 60_000;
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

describe('what an agent changed', () => {
  test('is counted and thrown away, or committed to the branch of the item', async () => {
    await offer('edits', 'thrown', { write: { 'new.js': 'one\ntwo\n', 'cart.js': 'changed\n' } });
    await offer('edits', 'kept', { write: { 'new.js': 'one\n' } });

    expect(await shop.runner('edits', '--once', '--wait', '30', '--allow', 'edit').ended).toBe(0);
    expect(await shop.runner('edits', '--once', '--wait', '30', '--allow', 'edit', '--keep').ended).toBe(0);

    const thrown = (await show('thrown')).result;
    expect(thrown.changes).toEqual({ files: 2, insertions: 3, deletions: 1, paths: ['cart.js', 'new.js'], commits: 0 });
    expect(thrown).not.toHaveProperty('branch');
    const { branch, commit } = (await show('kept')).result;
    expect(shop.git('log', '-1', '--format=%H %s', branch).trim()).toBe(`${commit} hookline: item kept`);
    expect(shop.git('show', `${branch}:new.js`)).toBe('one\n');
    expect(shop.git('branch', '--list', 'hookline/*').trim().split('\n')).toHaveLength(1);
    expect(shop.git('status', '--porcelain')).toBe('');
    expect(shop.attempts('edits')).toEqual([]);
    expect(existsSync(join(shop.home, 'hook-ran'))).toBe(false);
  });

  test('stays on its branch when the agent committed it', async () => {
    await offer('edits', 'own', { write: { 'own.js': 'mine\n' }, commit: true });

    expect(await shop.runner('edits', '--once', '--wait', '30', '--allow', 'all').ended).toBe(0);
    const { branch, changes } = (await show('own')).result;
    expect(changes.commits).toBe(1);
    expect(shop.git('show', `${branch}:own.js`)).toBe('mine\n');
  });
});

describe('what the session that an item comes from left uncommitted', () => {
  const cause = { session: '', position: 0 };
  beforeAll(async () => {
    const { session, events } = changingSession(readFileSync(join(shop.checkout, 'cart.js'), 'utf8'));
    const told = await bus.client.publish(events);
    // The last call, three events, makes another file, after the rule fired.
    Object.assign(cause, { session, position: told.at(-4)!.position! });
    await caughtUp(bus);
  });

  test('lies in the working tree as it was then, and is not the agent’s change', async () => {
    const todo = { look: true, write: { 'cart.js': 'export const total = 2;\n// seen\n' } };
    await offer('carry', 'carried', todo, { cause });

    expect(await shop.runner('carry', '--once', '--wait', '30', '--allow', 'edit').ended).toBe(0);
    const { git, prompt } = await shop.found('carried');
    expect(git!.status.split('\n').sort()).toEqual(['', ' A src/new.js', ' M cart.js']);
    expect(git!.diff).toContain('-export const total = 1;\n+export const total = 2;\n');
    expect(git!.diff).toContain('+made = true\n');
    const block = /<hookline carried-over .*?>([\s\S]*?)<\/hookline>/.exec(prompt)![1]!;
    expect(block).toContain('uncommitted: 2 files');
    expect(block).toMatch(/^- AGENTS\.md: .*harness/m);
    expect(block).toMatch(/^- secret\.js: .*redacted|^- secret\.js: .*marks/m);
    expect(block).toMatch(/^- \.\.\/outside\.js: /m);
    expect(block).not.toContain('later.js');
    const { result } = await show('carried');
    expect(result.carried).toMatchObject({ files: 2, paths: ['cart.js', 'src/new.js'] });
    expect(result.carried.left).toHaveLength(3);
    expect(result.changes).toEqual({ files: 1, insertions: 1, deletions: 0, paths: ['cart.js'], commits: 0 });
    expect(existsSync(join(shop.home, 'runner', 'carry', 'outside.js'))).toBe(false);
    expect(shop.git('status', '--porcelain')).toBe('');
  });

  test.each([
    ['the item says so', 'unwanted', { carry: false }, []],
    ['the runner is told so', 'unasked', {}, ['--no-carry']],
    ['nothing was handed off', 'unhanded', { handoff: false }, []],
    ['it is not known when', 'timeless', { cause: { session: '' } }, []],
  ])('stays where it is when %s', async (_, item, more, flags) => {
    const about = 'cause' in more ? { cause: { session: cause.session } } : { cause };
    await offer('carry', item, { look: true }, { ...more, ...about });

    expect(await shop.runner('carry', '--once', '--wait', '30', ...flags).ended).toBe(0);
    const { git, prompt } = await shop.found(item);
    expect([git!.status, prompt.includes('carried-over')]).toEqual(['', false]);
    expect((await show(item)).result).not.toHaveProperty('carried');
  });

  test('is kept in a commit before that of the agent, and the agent’s own is counted', async () => {
    await offer('carry', 'kept-on-top', { write: { 'note.md': 'fine\n' } }, { cause });

    expect(await shop.runner('carry', '--once', '--wait', '30', '--allow', 'edit', '--keep').ended).toBe(0);
    const { branch, changes } = (await show('kept-on-top')).result;
    expect(changes.paths).toEqual(['note.md']);
    expect(shop.git('show', '--format=', '--name-only', branch).trim()).toBe('note.md');
    expect(shop.git('show', '--format=', '--name-only', `${branch}~1`).trim().split('\n')).toEqual([
      'cart.js',
      'src/new.js',
    ]);
  });

  test('and not touched by the agent leaves nothing to keep', async () => {
    await offer('carry', 'only-read', {}, { cause });

    expect(await shop.runner('carry', '--once', '--wait', '30', '--keep').ended).toBe(0);
    const { result } = await show('only-read');
    expect([result.changes, result.branch]).toEqual([undefined, undefined]);
    expect(shop.attempts('carry')).toEqual([]);
  });
});

describe('a run is ended', () => {
  const goneAfter = async (item: string) => {
    const { pid, command } = await shop.found(item);
    await eventually(() => !isRunning(pid) && !isRunning(command!), { what: 'nothing of it runs', timeoutMs: waitMs });
  };

  test('when its item is cancelled: by an interrupt, confirmed, with the commands it had begun', async () => {
    await offer('long', 'cancelled', { wait: true });
    const runner = shop.runner('long');
    await shop.found('cancelled');
    await bus.client.request('POST', '/v1/work/items/cancelled/cancel', { body: { reason: 'not needed' } });

    expect(await runner.until('ended', 'cancelled')).toMatchObject({ outcome: 'cancelled' });
    await goneAfter('cancelled');
    expect(shop.interrupted('cancelled')).toBe(true);
    expect((await show('cancelled')).state).toBe('cancelled');
    expect(await eventsOf('work.cancelled', 'cancelled')).toMatchObject([{ data: { confirmed: 'holder' } }]);
    runner.kill('SIGINT');
    await runner.ended;
  });

  test('when its time is up, and when it prints without end', async () => {
    await offer('capped', 'late', { wait: true }, {}, { attempts: 1 });
    await offer('capped', 'loud', { flood: true }, {}, { attempts: 1 });
    const capped = ['--timeout', '2', '--output', '1', '--max', '2'];
    const runner = shop.runner('capped', ...capped);

    expect(await runner.until('ended', 'late')).toMatchObject({ error: expect.stringContaining('longer than 2 s') });
    expect(await runner.until('ended', 'loud')).toMatchObject({ outcome: 'failed' });
    await goneAfter('late');
    expect(await show('late')).toMatchObject({ state: 'dead' });
    runner.kill('SIGINT');
    await runner.ended;
  });

  test('when the runner is stopped: its item is offered again', async () => {
    await offer('stopped', 'given-back', { wait: true });
    const runner = shop.runner('stopped');
    await shop.found('given-back');
    runner.kill('SIGINT');
    await runner.ended;

    await goneAfter('given-back');
    expect(await show('given-back')).toMatchObject({ state: 'offered', attempts: 2 });
    expect(shop.attempts('stopped')).toEqual([]);
  });

  test('when the lease was lost: nothing is reported, and what the new holder says counts', async () => {
    await offer('lost', 'lost', { wait: true });
    const runner = shop.runner('lost', '--lease', '2');
    await shop.found('lost');
    runner.kill('SIGSTOP');
    await eventually(async () => (await show('lost')).state === 'offered', {
      what: 'the lease ran out',
      timeoutMs: waitMs,
    });
    const taken = (await eventually(
      () =>
        bus.client.request('POST', '/v1/work/lost/take', {
          body: { worker: 'other', waitMs: 10_000, leaseMs: 60_000 },
        }),
      { what: 'somebody else took it', timeoutMs: waitMs },
    )) as { fence: number };
    runner.kill('SIGCONT');

    expect(await runner.until('ended', 'lost')).toMatchObject({ outcome: 'lost' });
    await goneAfter('lost');
    await bus.client.request('POST', '/v1/work/items/lost/done', { body: { fence: taken.fence, result: 'mine' } });
    expect(await show('lost')).toMatchObject({ state: 'completed', result: 'mine' });
    expect(await eventsOf('work.failed', 'lost')).toEqual([]);
    runner.kill('SIGINT');
    await runner.ended;
  });

  test('by the next start when the runner was killed: the item is done again, once', async () => {
    await offer('killed', 'killed', { wait: true, write: { 'half.js': 'x\n' } });
    const runner = shop.runner('killed');
    const before = await shop.found('killed');
    runner.kill('SIGKILL');
    await runner.ended;
    expect([isRunning(before.pid), isRunning(before.command!)]).toEqual([true, true]);
    const listed = await shop.hookline('runner', 'list', '--json');
    expect(JSON.parse(listed.out)).toMatchObject([{ item: 'killed', state: 'left', runner: 'killed' }]);

    const next = shop.runner('killed');
    await next.until('leftover', 'killed');
    await next.until('ready');

    expect([isRunning(before.pid), isRunning(before.command!)]).toEqual([false, false]);
    expect(existsSync(before.cwd)).toBe(false);
    expect(await show('killed')).toMatchObject({
      state: 'offered',
      attempts: 2,
      error: expect.stringContaining('killed'),
    });
    next.kill('SIGINT');
    await next.ended;
  });
});

test('two runners of one name do not work side by side', async () => {
  const first = shop.runner('alone');
  await first.until('ready');
  const second = await shop.hookline('runner', '--queue', 'alone', '--name', 'alone');

  expect(second).toMatchObject({ status: 1, err: expect.stringContaining('--name') });
  expect(JSON.parse((await shop.hookline('runner', 'clean', '--json')).out)).toEqual({ cleaned: [], busy: [] });
  first.kill('SIGINT');
  await first.ended;
});

describe('a hand-off to another harness', () => {
  test('is shown as the command that would be started', async () => {
    const shown = (
      await bus.hookline('handoff', story.session, '--to', 'codex', '--model', 'm1', '--print', '--json')
    ).json();

    expect(shown).toMatchObject({
      program: 'codex',
      args: ['-m', 'm1', expect.stringContaining('<hookline hand-off')],
    });
    expect(shown.args[2]).toContain('The cart shows a wrong total');
    expect(shown.args[2]).toMatch(/^Go on with this work\./);
  });

  test('starts it where one stands, with as much as fits', async () => {
    const { status, err } = await shop.hookline(
      'handoff',
      story.session,
      '--to',
      'claude-code',
      '--headless',
      '--prompt',
      'ITEM: handed',
    );
    const found = await shop.found('handed');

    expect([status, err]).toEqual([0, '']);
    expect(found.cwd).toBe(shop.checkout);
    expect(found.prompt).toContain('The cart shows a wrong total');
    expect(Object.keys(found.env).filter((name) => name.startsWith('HOOKLINE_'))).toEqual([]);
  });

  test('to what cannot be started says what can', async () => {
    expect(await bus.hookline('handoff', story.session, '--to', 'aider', '--print')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('claude-code, opencode, codex, gemini-cli, goose'),
    });
    const unfit = await bus.hookline('handoff', story.session, '--to', 'goose', '--headless', '--allow', 'edit');
    expect(unfit).toMatchObject({ exitCode: 2, err: expect.stringContaining('cannot be held to "edit"') });
  });
});
