import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersLayout, harnesses } from '@hookline/harnesses';
import { heldOut, type PackEntry, type Surface, surfaces } from '@hookline/memory';
import { createRedactor } from '@hookline/redaction';
import { HttpHost } from '@hookline/service';
import { formatHeader, Spool } from '@hookline/spool';
import { eventually, tempDir } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import type { EdgeStep } from '../edge-step.ts';
import { ProjectCache } from '../project/project-cache.ts';
import { BusLink } from '../send/bus-link.ts';
import { AnswerDoor } from './answer-door.ts';
import { Packs } from './packs.ts';
import { PlacedCards } from './placed-cards.ts';
import { packEntry } from './test-pack.ts';
import { Told } from './told.ts';
import { FolderWhereabouts } from './whereabouts.ts';

const project = 'github.com/acme/shop';
const session = (held: boolean, harness = 'claude-code', nth = 0) =>
  Array.from(
    { length: 500 },
    (_, n) => `c54def29-af46-45fd-b416-d4cb${(n * 7919).toString(16).padStart(8, '0')}`,
  ).filter((id) => heldOut(project, `${harness}:${id}`) === held)[nth]!;

const pitfall = packEntry('pitfall', 'rtk bun run test', '`rtk bun run test` fails; `bun run test` worked instead');
const remedy = packEntry('remedy', 'v1:Cannot find module <text>', 'Run `npm install` (helped in 6 sessions)');
const episode = packEntry('episode', 's1', 'Coupons were rounded wrongly in the cart total', {
  words: 'src/cart/total.ts',
});
const file = packEntry('file', 'src/cart.ts', 'src/cart.ts: changed in 6 sessions');
const noise = Array.from({ length: 60 }, (_, n) => packEntry('episode', `other ${n}`, `Number ${n} of other things`));
const all = [pitfall, remedy, episode, file, ...noise];

async function bed({ entries = all, told = surfaces }: { entries?: PackEntry[]; told?: readonly Surface[] } = {}) {
  const stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const repository = stack.use(await tempDir());
  execFileSync('git', ['init', '-q', repository.path]);
  execFileSync('git', ['-C', repository.path, 'remote', 'add', 'origin', `https://${project}.git`]);
  const host = stack.use(await HttpHost.listen('127.0.0.1', 0));
  host.mount('/v1/recall/pack', () =>
    Response.json({ format: 1, project, entries, left: 0 }, { headers: { etag: '"1"' } }),
  );
  const packs = new Packs(join(dir.path, 'packs'), new BusLink({ url: host.url, token: 'any', tokenFile: '' }));
  await packs.refresh({ project, actor: 'ann' }, new AbortController().signal);
  const spool = Spool.open(join(dir.path, 'spool'));
  const redactor = createRedactor({ key: 'k'.repeat(32) });
  const steps: EdgeStep[] = [];
  const troubles: unknown[] = [];
  const cards = new PlacedCards();
  const layout = answersLayout(dir.path);
  const stop = new AbortController();
  const door = new AnswerDoor({
    home: dir.path,
    host: 'devbox',
    tenant: 'default',
    harnesses,
    spool,
    where: new FolderWhereabouts({ projects: new ProjectCache('devbox'), redactor, actor: 'ann' }),
    packs,
    told: new Told(join(dir.path, 'told.json')),
    cards,
    surfaces: new Set(told),
    answerInMs: 60_000,
    push: async (step) => void steps.push(step),
    onTrouble: (error) => void troubles.push(error),
  });
  const running = door.run(stop.signal);
  let nth = 0;
  const entry = (harness: string, payload: Record<string, unknown>) => {
    const name = `s.${++nth}.0`;
    const facts = { harness, shimVersion: '3', event: String(payload.hook_event_name), projectDir: repository.path };
    writeFileSync(join(spool.layout.entries, name), `${formatHeader(facts)}${JSON.stringify(payload)}\n`);
    return name;
  };
  const answerTo = async (name: string) => {
    await eventually(() => existsSync(layout.answer(name)), { what: `the answer to ${name}` });
    await eventually(() => !existsSync(join(layout.asked, name)), { what: 'the question to be taken away' });
    return readFileSync(layout.answer(name), 'utf8');
  };
  return {
    home: dir.path,
    root: repository.path,
    layout,
    cards,
    door,
    troubles,
    /** The events that were told to the log. */
    events: () => steps.flatMap(({ events }) => events.map(({ json }) => JSON.parse(json))),
    /** As a shim asks, with the payload of a hook. */
    async hook(harness: string, payload: Record<string, unknown>) {
      const name = entry(harness, payload);
      writeFileSync(join(layout.asked, name), '');
      return await answerTo(name);
    },
    async plugin(question: Record<string, unknown>) {
      const name = `plugin.${++nth}`;
      writeFileSync(join(layout.asked, name), `${JSON.stringify({ projectDir: repository.path, ...question })}\n`);
      return await answerTo(name);
    },
    async opens(harness: string, payload: Record<string, unknown>) {
      const reading = spool.read(entry(harness, payload));
      if (reading.status !== 'complete') throw new Error(`the entry is ${reading.status}, expected complete`);
      await door.saw(reading.entry);
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      await stack.disposeAsync();
    },
  };
}

const contextIn = (answer: string) => JSON.parse(answer).hookSpecificOutput.additionalContext as string;
const bash = (id: string, command: string) => ({
  hook_event_name: 'PreToolUse',
  session_id: id,
  tool_name: 'Bash',
  tool_use_id: 'toolu_1',
  tool_input: { command },
});

describe('Claude Code', () => {
  test('is warned before a command that fails here, once; the transcript tells of it, not the edge', async () => {
    await using here = await bed();
    const id = session(false);

    const answer = await here.hook('claude-code', bash(id, 'cd web && rtk bun run test'));
    expect(JSON.parse(answer)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        additionalContext: expect.stringContaining(pitfall.statement),
      },
    });
    expect(await here.hook('claude-code', bash(id, 'rtk bun run test'))).toBe('\n');
    expect(await here.hook('claude-code', bash(session(false, 'claude-code', 1), 'rtk bun run test'))).not.toBe('\n');
    expect(here.events()).toEqual([]);
    expect(here.troubles).toEqual([]);
  });

  test('is told before an edit, after a failure and at a prompt, and nothing where there is nothing', async () => {
    await using here = await bed();
    const id = session(false);
    const of = { session_id: id, cwd: here.root };
    const edit = (path: string) => ({
      ...of,
      hook_event_name: 'PreToolUse',
      tool_name: 'Edit',
      tool_input: { file_path: join(here.root, path) },
    });
    const failed = (error: string) => ({ ...of, hook_event_name: 'PostToolUseFailure', tool_name: 'Bash', error });
    const asked = (prompt: string) => ({ ...of, hook_event_name: 'UserPromptSubmit', prompt });

    expect(contextIn(await here.hook('claude-code', edit('src/cart.ts')))).toContain(file.statement);
    expect(await here.hook('claude-code', edit('src/other.ts'))).toBe('\n');
    expect(contextIn(await here.hook('claude-code', failed("Exit code 1\nCannot find module 'y'")))).toContain(
      remedy.statement,
    );
    expect(await here.hook('claude-code', failed('Exit code 1'))).toBe('\n');
    expect(contextIn(await here.hook('claude-code', asked('The cart total rounds coupons')))).toContain(
      episode.statement,
    );
    expect(await here.hook('claude-code', asked('go on'))).toBe('\n');
    expect(
      await here.hook('claude-code', asked('<task-notification>cart total coupons rounded</task-notification>')),
    ).toBe('\n');
  });

  test('is told nothing in a session that is held out, and the log what it would have been', async () => {
    await using here = await bed();
    const id = session(true);

    expect(await here.hook('claude-code', bash(id, 'rtk bun run test'))).toBe('\n');
    await eventually(() => here.events().length === 1, { what: 'the event' });

    expect(here.events()[0]).toMatchObject({
      type: 'hookline.memory.injected.v2',
      project,
      session: `claude-code:${id}`,
      actor: 'ann',
      data: { surface: 'before-command', memories: [pitfall.id], heldOut: true, about: pitfall.about, call: 'toolu_1' },
    });
  });

  test('counts the card it was shown, and forgets it at a compaction', async () => {
    await using here = await bed();
    const id = session(false);
    const card = {
      surface: 'session-start' as const,
      text: '<hookline>',
      memories: [pitfall.id],
      tokens: 40,
      dropped: [],
    };
    const now = Date.now();
    here.cards.put(here.root, card, { fromMs: now - 1_000, untilMs: now + 60_000 });

    await here.opens('claude-code', { hook_event_name: 'SessionStart', session_id: id, source: 'startup' });
    expect(await here.hook('claude-code', bash(id, 'rtk bun run test'))).toBe('\n');

    here.cards.take(here.root, now - 500);
    await here.opens('claude-code', { hook_event_name: 'SessionStart', session_id: id, source: 'compact' });
    expect(await here.hook('claude-code', bash(id, 'rtk bun run test'))).not.toBe('\n');
  });
});

describe('others', () => {
  test('Codex gets an answer of known keys alone, and the edge tells the log', async () => {
    await using here = await bed();
    const id = session(false, 'codex');
    const answer = await here.hook('codex', {
      hook_event_name: 'PostToolUse',
      session_id: id,
      tool_name: 'Bash',
      tool_use_id: 'call_1',
      tool_response: "Cannot find module 'x'\n",
    });

    expect(Object.keys(JSON.parse(answer))).toEqual(['hookSpecificOutput']);
    expect(Object.keys(JSON.parse(answer).hookSpecificOutput)).toEqual(['hookEventName', 'additionalContext']);
    await eventually(() => here.events().length === 1, { what: 'the event' });
    expect(here.events()[0]!.data).toMatchObject({ surface: 'after-failure', call: 'call_1', memories: [remedy.id] });
    expect(here.events()[0]!.data).not.toHaveProperty('heldOut');
  });

  test('Codex and Gemini CLI are shown a card, of which the edge tells, once per session', async () => {
    await using here = await bed();
    const card = {
      surface: 'session-start' as const,
      text: '<hookline>',
      memories: [file.id],
      tokens: 40,
      dropped: [],
    };
    here.cards.put(here.root, card, { fromMs: Date.now() - 1_000, untilMs: Date.now() + 60_000 });
    for (const harness of ['codex', 'gemini-cli']) {
      const open = { hook_event_name: 'SessionStart', session_id: session(false, harness), source: 'resume' };
      await here.opens(harness, open);
      await here.opens(harness, open);
    }
    expect(here.events().map(({ harness, data }) => [harness, data.surface])).toEqual([
      ['codex', 'session-start'],
      ['gemini-cli', 'session-start'],
    ]);
  });

  test('Gemini CLI is told what helps behind the answer of a tool that failed', async () => {
    await using here = await bed();
    const answer = await here.hook('gemini-cli', {
      hook_event_name: 'AfterTool',
      session_id: session(false, 'gemini-cli'),
      tool_name: 'run_shell_command',
      tool_input: { command: 'node x' },
      tool_response: {
        llmContent: "<untrusted_context>\nCannot find module 'x'\nExit Code: 1\n</untrusted_context>",
        returnDisplay: "Cannot find module 'x'",
      },
    });
    expect(contextIn(answer)).toContain(remedy.statement);
  });

  test('a plugin asks in words of its own; what it has put there by itself is not told again', async () => {
    await using here = await bed();
    const question = {
      harness: 'opencode',
      session: 'ses_1zz',
      surface: 'before-command',
      command: 'rtk bun run test',
    };
    const told = heldOut(project, 'opencode:ses_1zz') ? 'ses_2zz' : 'ses_1zz';
    const answer = JSON.parse(await here.plugin({ ...question, session: told }));

    expect(answer).toEqual({ text: expect.stringContaining(pitfall.statement), memories: [pitfall.id] });
    expect(await here.plugin({ ...question, session: told })).toBe('\n');
    expect(await here.plugin({ harness: 'opencode', nonsense: true })).toBe('\n');
    expect(here.events()).toHaveLength(1);
  });
});

test('a pipe, a link and a folder where questions lie hold nobody up and are taken away', async () => {
  await using here = await bed();
  const theirs = join(here.home, 'theirs');
  writeFileSync(theirs, '{}');
  const put = (name: string) => join(here.layout.asked, name);
  execFileSync('mkfifo', [put('a.pipe')]);
  symlinkSync(theirs, put('a.link'));
  mkdirSync(put('a.folder'));

  const answer = await here.plugin({ harness: 'opencode', nonsense: true });

  expect(answer).toBe('\n');
  await eventually(() => readdirSync(here.layout.asked).length === 0, { what: 'them to be taken away' });
  expect(existsSync(theirs)).toBe(true);
  expect(here.troubles).toEqual([]);
});

test('with every surface off nothing is answered and nobody waits', async () => {
  await using here = await bed({ told: [] });
  expect(existsSync(here.layout.alive)).toBe(false);
});

test('the word that questions are answered lies a little ahead, and goes with the edge', async () => {
  const here = await bed();
  await eventually(() => existsSync(here.layout.alive), { what: 'the word' });
  const aheadMs = statSync(here.layout.alive).mtimeMs - Date.now();
  expect(aheadMs).toBeGreaterThan(0);
  expect(aheadMs).toBeLessThan(3_000);
  const { layout } = here;
  const before = readdirSync(layout.folder);
  await here[Symbol.asyncDispose]();
  expect(before).toContain('alive');
  expect(existsSync(layout.alive)).toBe(false);
});

test('a surface that is off is told nothing', async () => {
  await using here = await bed({ told: ['prompt'] });
  expect(await here.hook('claude-code', bash(session(false), 'rtk bun run test'))).toBe('\n');
});
