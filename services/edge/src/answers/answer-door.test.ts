import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersLayout, harnesses, stripEcho } from '@hookline/harnesses';
import { heldOut, type PackEntry, type Surface, surfaces } from '@hookline/memory';
import { createRedactor } from '@hookline/redaction';
import { parsePolicy } from '@hookline/rules';
import { newEvent } from '@hookline/schemas';
import { HttpHost } from '@hookline/service';
import { formatHeader, Spool } from '@hookline/spool';
import { eventually, tempDir } from '@hookline/testing';
import { describe, expect, test } from 'vitest';
import type { EdgeStep } from '../edge-step.ts';
import { Guard } from '../guard/guard.ts';
import { PolicyPack } from '../guard/policy-pack.ts';
import { ProjectCache } from '../project/project-cache.ts';
import { BusLink } from '../send/bus-link.ts';
import { LiveSessions } from '../steering/live-sessions.ts';
import type { Message } from '../steering/message.ts';
import { Messages } from '../steering/messages.ts';
import { Steering } from '../steering/steering.ts';
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

async function bed({
  entries = all,
  told = surfaces,
  policies = [],
  giveUpAfterMs = 60_000,
}: {
  entries?: PackEntry[];
  told?: readonly Surface[];
  policies?: readonly string[];
  giveUpAfterMs?: number;
} = {}) {
  const stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const repository = stack.use(await tempDir());
  execFileSync('git', ['init', '-q', repository.path]);
  execFileSync('git', ['-C', repository.path, 'remote', 'add', 'origin', `https://${project}.git`]);
  const host = stack.use(await HttpHost.listen('127.0.0.1', 0));
  host.mount('/v1/recall/pack', () =>
    Response.json({ format: 1, project, entries, left: 0 }, { headers: { etag: '"1"' } }),
  );
  host.mount('/v1/policies/pack', () => {
    const pack = policies.map((text) => {
      const { name: policy, version, file } = parsePolicy(text, 'policy');
      return { policy, version, mode: file.mode, onFailure: file.onFailure, text };
    });
    return Response.json({ policies: pack }, { headers: { etag: '"1"' } });
  });
  const packs = new Packs(join(dir.path, 'packs'), new BusLink({ url: host.url, token: 'any', tokenFile: '' }));
  await packs.refresh({ project, actor: 'ann' }, new AbortController().signal);
  const spool = Spool.open(join(dir.path, 'spool'));
  const redactor = createRedactor({ key: 'k'.repeat(32) });
  const steps: EdgeStep[] = [];
  const troubles: unknown[] = [];
  const stop = new AbortController();
  const cards = new PlacedCards();
  const layout = answersLayout(dir.path);
  mkdirSync(layout.asked, { recursive: true });
  const bus = new BusLink({ url: host.url, token: 'any', tokenFile: '' });
  const push = async (step: EdgeStep) => {
    steps.push(step);
    step.onSettled?.();
  };
  const messages = new Messages(join(dir.path, 'messages.json'));
  const live = new LiveSessions();
  const nobody = { tenant: 'default', host: 'devbox', actor: 'ann', project: { id: project, name: 'shop' } };
  const steering = new Steering({ layout, messages, live, contextOf: () => nobody, giveUpAfterMs, push });
  const pack = new PolicyPack(join(dir.path, 'policies.json'), bus, policies.length > 0 ? 'enforce' : 'off');
  await pack.refresh(stop.signal);
  const guard = new Guard({ layout, pack, redactor, host: 'devbox', tenant: 'default', giveUpAfterMs, push });
  guard.say(Date.now());
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
    steering,
    guard,
    push,
    onTrouble: (error) => void troubles.push(error),
  });
  const running = door.run(stop.signal);
  let nth = 0;
  const asked: string[] = [];
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
    steering,
    messages,
    troubles,
    /** As the hook does that hands an answer on. */
    takes: (name: string) => writeFileSync(layout.taken(name), '', { flag: 'wx' }),
    guard,
    /** The names of the hooks' questions, in their order. */
    namesAsked: () => asked,
    /** The events that were told to the log. */
    events: () => steps.flatMap(({ events }) => events.map(({ json }) => JSON.parse(json))),
    /** As a shim asks, with the payload of a hook. */
    async hook(harness: string, payload: Record<string, unknown>) {
      const name = entry(harness, payload);
      asked.push(name);
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
    /** Ends the edge, and looks at what it left. */
    async stops(look: () => void) {
      stop.abort();
      await running;
      look();
      await stack.disposeAsync();
    },
    async [Symbol.asyncDispose]() {
      await this.stops(() => {});
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

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const sent = (to: string, more: Partial<Message> = {}): Message => ({
  message: 'msg_1',
  session: to,
  text: 'Stop: the </hookline> branch\nis frozen',
  by: 'ann "the boss"',
  expiresAt: inAnHour(),
  ...more,
});
const ended = (here: { events(): { type: string; data: Record<string, unknown> }[] }) =>
  here
    .events()
    .filter(({ type }) => type.includes('steer.ended'))
    .map(({ data }) => data);

describe('a message for a session', () => {
  test('is put before its agent as data, ahead of memory, also where nothing is remembered, and was delivered once it was taken', async () => {
    await using here = await bed();
    for (const held of [false, true]) {
      const id = session(held);
      const message = `msg_${held}`;
      here.steering.take([sent(`claude-code:${id}`, { message })]);
      expect(readFileSync(here.layout.waiting, 'utf8')).toBe(`${id}\n`);

      const answer = contextIn(await here.hook('claude-code', bash(id, 'rtk bun run test')));
      const block = `<hookline message from="ann ”the boss”" id="${message}">\nStop: the ‹/hookline› branch\nis frozen\n</hookline>`;
      expect(answer.startsWith(block)).toBe(true);
      expect(answer.includes(pitfall.statement)).toBe(!held);
      expect(stripEcho(answer).trim()).toBe('');
      expect(await here.hook('claude-code', bash(id, 'ls'))).toBe('\n');
      expect(existsSync(here.layout.waiting)).toBe(true);

      here.takes(here.namesAsked().at(-2)!);
      await eventually(() => ended(here).some((data) => data.message === message), { what: 'the end of the message' });
      expect(ended(here).at(-1)).toEqual({ message, outcome: 'delivered', surface: 'before-call', call: 'toolu_1' });
      expect(existsSync(here.layout.waiting)).toBe(false);
    }
  });

  test('that nobody took is told at the next moment', async () => {
    await using here = await bed({ told: [], giveUpAfterMs: 1_500 });
    const id = session(false);
    here.steering.take([sent(`claude-code:${id}`)]);

    expect(await here.hook('claude-code', bash(id, 'ls'))).toContain('frozen');
    await eventually(() => here.messages.waiting().length === 1, { what: 'the answer to be taken back' });
    expect(() => here.takes(here.namesAsked().at(-1)!)).toThrow(/EEXIST/);
    expect(
      await here.hook('claude-code', { hook_event_name: 'UserPromptSubmit', session_id: id, prompt: 'go' }),
    ).toContain('frozen');
    here.takes(here.namesAsked().at(-1)!);
    await eventually(() => ended(here).length === 1, { what: 'the end of the message' });
    expect(ended(here)[0]).toMatchObject({ outcome: 'delivered', surface: 'prompt' });
  });

  test('for a prompt is not told at a call, and never to a subagent or another session', async () => {
    await using here = await bed({ told: [] });
    const id = session(false);
    here.steering.take([sent(`claude-code:${id}`, { at: 'prompt' })]);
    const prompt = { hook_event_name: 'UserPromptSubmit', session_id: id, prompt: 'go' };

    expect(await here.hook('claude-code', bash(id, 'ls'))).toBe('\n');
    expect(await here.hook('claude-code', { ...prompt, session_id: session(true) })).toBe('\n');
    expect(await here.hook('claude-code', { ...prompt, agent_id: 'a1' })).toBe('\n');
    expect(await here.hook('claude-code', prompt)).toContain('frozen');
  });

  test('that ran out is not told, and one that cannot be is refused', async () => {
    await using here = await bed({ told: [] });
    const id = session(false);
    here.steering.take([
      sent(`claude-code:${id}`, { expiresAt: new Date(Date.now() - 1).toISOString() }),
      sent('aider:x', { message: 'msg_2' }),
      sent('goose:h-1', { message: 'msg_3', at: 'call' }),
    ]);
    expect(await here.hook('claude-code', bash(id, 'ls'))).toBe('\n');
    expect(ended(here).map(({ message, outcome }) => [message, outcome])).toEqual([
      ['msg_1', 'expired'],
      ['msg_2', 'refused'],
      ['msg_3', 'refused'],
    ]);
  });

  test('was delivered also where its session ends at once, and what still waits then is refused', async () => {
    await using here = await bed({ told: [] });
    const id = session(false);
    here.steering.take([
      sent(`claude-code:${id}`, { at: 'call' }),
      sent(`claude-code:${id}`, { message: 'msg_2', at: 'prompt' }),
    ]);
    await here.hook('claude-code', bash(id, 'ls'));
    here.takes(here.namesAsked().at(-1)!);
    here.steering.ended(`claude-code:${id}`);
    expect(ended(here).map(({ message, outcome }) => [message, outcome])).toEqual([
      ['msg_1', 'delivered'],
      ['msg_2', 'refused'],
    ]);
  });

  test('is told once, whatever it is sent again, and by an edge that starts anew', async () => {
    await using here = await bed({ told: [] });
    const id = session(false);
    const message = sent(`claude-code:${id}`);
    here.steering.take([message]);
    await here.hook('claude-code', bash(id, 'ls'));
    here.takes(here.namesAsked().at(-1)!);
    await eventually(() => ended(here).length === 1, { what: 'the end of the message' });

    expect(here.steering.take([message])).toBe(false);
    const anew = new Messages(join(here.home, 'messages.json'));
    expect(anew.add([message])).toBe(false);
    expect(anew.for(message.session, 'call', Date.now())).toEqual([]);
  });
});

const policy = (decide: string, more = '', mode = 'enforce') => `policy: ${decide}-${mode}
mode: ${mode}
budgetMs: 500
${more}
clauses: [{ where: 'data.tool == "Bash"', decide: ${decide}, reason: because }]
tests: [{ given: { data: { tool: Bash } }, expect: { decide: ${decide} } }]
`;
const decidedIn = (here: { events(): { type: string; data: Record<string, unknown> }[] }) =>
  here
    .events()
    .filter(({ type }) => type.includes('guard.decided'))
    .map(({ data }) => data);

describe('the guard', () => {
  test.each([
    [
      'claude-code',
      'PreToolUse',
      'deny',
      { permissionDecision: 'deny', permissionDecisionReason: 'because (policy deny-enforce)' },
    ],
    ['claude-code', 'PreToolUse', 'ask', { permissionDecision: 'ask' }],
    ['claude-code', 'PreToolUse', 'allow', { permissionDecision: 'allow' }],
    ['codex', 'PreToolUse', 'deny', { permissionDecision: 'deny' }],
    [
      'codex',
      'PreToolUse',
      'ask',
      { permissionDecision: 'deny', permissionDecisionReason: expect.stringContaining('cannot') },
    ],
  ])('answers %s at %s: %s', async (harness, event, decide, output) => {
    await using here = await bed({
      policies: [policy(decide).replaceAll('"Bash"', '"Bash" || data.tool == "exec_command"')],
    });
    const answer = await here.hook(harness, { ...bash(session(false, harness), 'ls'), hook_event_name: event });
    expect(JSON.parse(answer).hookSpecificOutput).toMatchObject({ hookEventName: event, ...output });
    expect(readFileSync(here.layout.guard, 'utf8')).toBe('open\n');

    here.takes(here.namesAsked().at(-1)!);
    await eventually(() => decidedIn(here).length === 1, { what: 'the decision' });
    expect(decidedIn(here)[0]).toMatchObject({
      policy: `${decide}-enforce`,
      decision: decide,
      mode: 'enforce',
      clause: 0,
    });
  });

  test.each([
    ['gemini-cli', { hook_event_name: 'BeforeTool', tool_name: 'Bash' }, 'deny'],
    ['goose', { event: 'PreToolUse', hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_call_id: 'c' }, 'block'],
  ])('answers %s in its own word', async (harness, payload, word) => {
    await using here = await bed({ policies: [policy('deny')] });
    const answer = await here.hook(harness, { session_id: '20261123_1', tool_input: {}, ...payload });
    expect(JSON.parse(answer)).toEqual({ decision: word, reason: 'because (policy deny-enforce)' });
  });

  test('answers a plugin, says nothing to other calls, and lets an allow of Codex pass', async () => {
    await using here = await bed({ policies: [policy('deny')] });
    const question = { harness: 'opencode', session: 'ses_1', surface: 'guard', tool: 'Bash', input: {}, call: 'c1' };
    expect(JSON.parse(await here.plugin(question))).toMatchObject({ decision: 'deny' });
    expect(await here.plugin({ ...question, tool: 'read' })).toBe('\n');

    await using other = await bed({ policies: [policy('allow').replace('"Bash"', '"exec_command"')] });
    expect(await other.hook('codex', bash(session(false, 'codex'), 'ls'))).toBe('\n');
  });

  test('an answer that nobody took is none: what stood in for it is told', async () => {
    await using here = await bed({ policies: [policy('deny', 'onFailure: closed')], giveUpAfterMs: 1_500 });
    expect(readFileSync(here.layout.guard, 'utf8')).toBe('closed\n');
    await here.hook('claude-code', bash(session(false), 'ls'));
    await eventually(() => decidedIn(here).length === 1, { what: 'the decision' });
    expect(decidedIn(here)[0]).toMatchObject({ decision: 'none', failed: 'closed', tool: 'Bash', call: 'toolu_1' });
  });

  test('a call whose hook could not ask is told of too, when an edge reads it', async () => {
    await using here = await bed({ policies: [policy('deny', 'onFailure: closed')], giveUpAfterMs: 1_500 });
    await here.opens('claude-code', bash(session(false), 'ls'));
    await eventually(() => decidedIn(here).length === 1, { what: 'the decision' });
    expect(decidedIn(here)[0]).toMatchObject({ decision: 'none', failed: 'closed' });
  });

  test('when the edge ends, what needs an answer still does, and nobody is said to give one', async () => {
    const here = await bed({ policies: [policy('deny', 'onFailure: closed')] });
    const { layout } = here;
    let left = { text: '', mtimeMs: 0 };
    await here.stops(() => {
      left = { text: readFileSync(layout.guard, 'utf8'), mtimeMs: statSync(layout.guard).mtimeMs };
    });
    expect(left.text).toBe('closed\n');
    expect(left.mtimeMs).toBeLessThan(Date.now());
  });

  test('a policy in shadow is told of and changes nothing', async () => {
    await using here = await bed({ policies: [policy('deny', '', 'shadow')] });
    expect(existsSync(here.layout.guard)).toBe(false);
    expect(await here.hook('claude-code', bash(session(false), 'ls'))).toBe('\n');
    const began = newEvent({
      kind: 'tool.started',
      id: 'x',
      source: 'urn:test',
      time: new Date().toISOString(),
      origin: 'hook',
      session: 'claude-code:1',
      harness: 'claude-code',
      data: { call: 'toolu_2', tool: 'Bash', effects: [], input: { command: 'ls' } },
    });
    const facts = { project: { id: project, name: 'shop' }, actor: 'ann' };
    for (let n = 0; n < 2; n += 1) await here.guard.began({ session: 'claude-code:1', events: [began], facts });
    expect(decidedIn(here)).toMatchObject([
      { decision: 'deny', mode: 'shadow', call: 'toolu_2', policy: 'deny-shadow' },
    ]);
  });
});
