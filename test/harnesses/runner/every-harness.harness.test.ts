import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { heldOut } from '@hookline/memory';
import type { CloudEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workingSession } from '../../browser/stories.ts';
import { changingSession } from '../../scenarios/runner/changing-session.ts';
import { Bus } from '../bus.ts';
import { type Desk, makeDesk } from './desks.ts';

const commandLine = join(import.meta.dirname, '../../../services/cli/src/main.ts');
const project = 'github.com/acme/shop';
const lesson = 'Write the heron into the notes (last lesson)';
const waitMs = 120_000;
const triesMax = 6;

const resources = new AsyncDisposableStack();
const story = workingSession();
let bus: Bus;
/** Of the hand-off, as it stood in the middle of the story. */
let position: number;

beforeAll(async () => {
  bus = resources.use(await Bus.start());
  const events = (story.events as CloudEvent[]).map((event) => ({ ...event, project }));
  await bus.post('/v1/events', events);
  await bus.caughtUp();
  const whole = await bus.ask<{ position: number }>(`/v1/sessions/${encodeURIComponent(story.session)}/handoff`);
  position = whole.position - 10;
  await remember();
});
afterAll(async () => resources.disposeAsync());

async function remember(): Promise<void> {
  await bus.post('/v1/memory/remember', {
    as: 'directive',
    about: 'notes',
    statement: lesson,
    scope: 'project',
    project,
  });
  const all = async () =>
    (
      await bus.ask<{ memories: { id: string; status: string; statement: string }[] }>(
        `/v1/memory?project=${encodeURIComponent(project)}&limit=100`,
      )
    ).memories.find(({ statement }) => statement.includes(lesson));
  const known = await eventually(all, { timeoutMs: waitMs, what: 'the lesson is a memory' });
  await bus.post(`/v1/memory/${known!.id}/decisions`, { action: 'approve' });
  await eventually(async () => (await all())?.status === 'active', { timeoutMs: waitMs, what: 'agents are told it' });
}

interface Told {
  readonly what: string;
  readonly outcome?: string;
  readonly session?: string;
  readonly error?: string;
}

/** Runs `hookline runner` at a desk, which sees nothing of this machine's own environment. */
function runner(desk: Desk, ...args: string[]): { told: Told[]; ended: Promise<number | null>; process: ChildProcess } {
  const child = spawn(
    process.execPath,
    [commandLine, 'runner', '--harness', desk.harness, ...desk.flags, '--json', ...args],
    {
      cwd: desk.person.project,
      env: { ...desk.environment, HOOKLINE_HOME: bus.home },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const told: Told[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => told.push(JSON.parse(line)));
  return { told, process: child, ended: once(child, 'close').then(([status]) => status as number | null) };
}

interface Item {
  readonly state: string;
  readonly error?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what was reported
  readonly result?: any;
  readonly history: { readonly kind: string }[];
}
const itemNamed = (id: string) => bus.ask<Item>(`/v1/work/items/${id}`);

interface Session {
  readonly session: string;
  readonly project: string;
  readonly cwd: string;
  readonly state: string;
}

/** The session that began in this folder. */
async function sessionIn(folder: string): Promise<Session> {
  return (await eventually(
    async () => {
      await bus.caughtUp();
      const { sessions } = await bus.ask<{ sessions: Session[] }>('/v1/sessions?limit=200');
      return sessions.find(({ cwd }) => cwd === folder);
    },
    { timeoutMs: waitMs, what: `a session in ${folder}` },
  )) as Session;
}

/** What the log says of the start of an item. */
async function startOf(item: string): Promise<{ folder: string; session?: string }> {
  const { history } = await bus.ask<{ history: { kind: string; data?: { folder: string; session?: string } }[] }>(
    `/v1/work/items/${item}`,
  );
  const started = history.find(({ kind }) => kind === 'work.started');
  return (started?.data ?? started) as { folder: string; session?: string };
}

/** Whether a process of that number is there, and not only its end that nobody asked for. */
function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

/** OpenCode dies of an interrupt without a word: that it was called is the last thing its record has. */
function saysSo(events: readonly CloudEvent[], harness: string): boolean {
  const says = (kind: string) => events.some(({ type }) => type.startsWith(`hookline.${kind}.`));
  if (harness === 'opencode') return says('tool.started');
  return says('session.ended') && says('turn.interrupted');
}

const trees = ({ person }: Desk) =>
  execFileSync('git', ['worktree', 'list'], { cwd: person.project, encoding: 'utf8' }).trim().split('\n');

describe.each(Object.keys(makeDesk))('%s', (harness) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await makeDesk[harness]!(resources, bus);
  });

  test('does an item with its prompt, the hand-off and what is remembered, and leaves nothing behind', async () => {
    for (let tries = 1; ; tries += 1) {
      const id = `${harness}-${tries}`;
      desk.learn(id, { say: 'It is good.\n```json\n{"verdict": "approve"}\n```' });
      const payload = { prompt: `Review this. [[${id}]]`, cause: { session: story.session, position } };
      await bus.post('/v1/work/review', { id, payload, project });

      const run = runner(desk, '--queue', 'review', '--once', '--wait', '30');
      expect([await run.ended, (await itemNamed(id)).error]).toEqual([0, undefined]);

      const [first = ''] = desk.sent(id);
      expect(first).toContain('Review this.');
      expect(first).toContain(`position=\\"${position}\\"`);
      expect(first).toContain('The cart shows a wrong total');
      const { result, state } = await itemNamed(id);
      expect([state, result.verdict, result.harness]).toEqual(['completed', 'approve', harness]);
      const { folder, session } = await startOf(id);
      const found = await sessionIn(folder);
      expect(found.project).toBe(project);
      expect(session ?? found.session).toBe(found.session);
      expect(result.session ?? found.session).toBe(found.session);
      expect([existsSync(folder), trees(desk).length]).toEqual([false, 1]);

      const told = first.includes(lesson);
      if (!heldOut(project, found.session)) expect(told).toBe(true);
      if (told) break;
      expect(tries).toBeLessThan(triesMax);
    }
  });

  test.each([
    ['changes nothing where it may only read', 'read-only', undefined],
    ['changes files where it may do all', 'all', ['made.txt']],
  ])('%s', async (_, allow, changed) => {
    const id = `${harness}-${allow}`;
    desk.learn(id, { run: ['echo made > made.txt'], say: 'Tried.' });
    await bus.post('/v1/work/levels', { id, payload: { prompt: `Try. [[${id}]]`, handoff: false }, project });

    const run = runner(desk, '--queue', 'levels', '--once', '--wait', '30', '--allow', allow);

    expect([await run.ended, (await itemNamed(id)).error]).toEqual([0, undefined]);
    const { result } = await itemNamed(id);
    expect([result.text, result.changes?.paths]).toEqual(['Tried.', changed]);
  });

  test('finds in its working tree what the session before left uncommitted', async () => {
    const { session, events } = changingSession('not what is committed\n');
    await bus.post('/v1/events', events.slice(0, -3));
    await bus.caughtUp();
    const { position: at } = await bus.ask<{ position: number }>(`/v1/sessions/${encodeURIComponent(session)}/handoff`);
    const id = `${harness}-carried`;
    desk.learn(id, { run: ['git diff --stat'], say: 'Looked.' });
    const payload = { prompt: `Look. [[${id}]]`, cause: { session, position: at } };
    await bus.post('/v1/work/carried', { id, payload, project });

    const run = runner(desk, '--queue', 'carried', '--once', '--wait', '30', '--allow', 'all');
    expect([await run.ended, (await itemNamed(id)).error]).toEqual([0, undefined]);
    const { result } = await itemNamed(id);
    expect([result.carried.paths, result.changes]).toEqual([['src/new.js'], undefined]);
    const sent = desk.sent(id).join('');
    expect(sent).toContain('1 file changed, 1 insertion(+)');
    expect(sent).toContain('- cart.js: it is not in the commit');
  });

  test('is stopped in the middle of a long command when its item is cancelled, and its session says so', async () => {
    const id = `${harness}-long`;
    const pidFile = join(desk.person.home, 'command.pid');
    desk.learn(id, { run: [`echo $$ > '${pidFile}'; sleep 300`], say: 'Never said.' });
    await bus.post('/v1/work/long', { id, payload: { prompt: `Wait. [[${id}]]`, handoff: false }, project });
    const run = runner(desk, '--queue', 'long', '--once', '--wait', '30', '--allow', 'all');
    const pid = await eventually(() => Number(existsSync(pidFile) && readFileSync(pidFile, 'utf8')), {
      timeoutMs: waitMs,
      what: 'the command runs',
    });

    await bus.post(`/v1/work/items/${id}/cancel`, { reason: 'not needed' });
    await run.ended;

    expect(run.told.at(-1)).toMatchObject({ what: 'ended', outcome: 'cancelled' });
    expect((await itemNamed(id)).state).toBe('cancelled');
    expect(isRunning(pid as number)).toBe(false);
    const { folder } = await startOf(id);
    expect([existsSync(folder), trees(desk).length]).toEqual([false, 1]);
    const { session } = await sessionIn(folder);
    const account = await bus.settled(session, ({ events }) => saysSo(events, harness));
    expect(JSON.stringify(account.events)).not.toContain('Never said.');
  });
});
