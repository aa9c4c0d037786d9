import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { claudeCodeShim, hookCommand, renderShim, shimPath } from '@hookline/harnesses';
import { heldOut } from '@hookline/memory';
import { newEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { remembered, startBus, type TestBus } from './support/bus.ts';

const project = 'github.com/acme/shop';
const patience = { timeoutMs: 40_000 };

let calls = 0;
/** A shell call in a session, with how it ended. */
function ran(day: number, command: string, error?: string) {
  calls += 1;
  const call = { call: `call-${calls}`, tool: 'Bash', effects: [{ type: 'process.exec' as const, object: command }] };
  const attributes = {
    id: `taught-${calls}`,
    source: 'urn:hookline:devbox:claude-code',
    time: new Date(Date.now() - (10 - day) * 86_400_000 + calls * 1_000).toISOString(),
    origin: 'hook' as const,
    project,
    session: `claude-code:taught-${day}`,
    actor: day % 2 === 0 ? 'ann' : 'bob',
  };
  return error === undefined
    ? newEvent({ ...attributes, kind: 'tool.finished', data: { ...call, outcome: 'ok', durationMs: 2_000 } })
    : newEvent({ ...attributes, kind: 'tool.failed', data: { ...call, outcome: 'failed', stage: 'ran', error } });
}

function shopIn(bus: TestBus) {
  const root = join(bus.home, 'shop');
  execFileSync('git', ['init', '-q', root]);
  execFileSync('git', ['-C', root, 'remote', 'add', 'origin', `https://${project}.git`]);
  const shim = shimPath(bus.home, 'claude-code');
  mkdirSync(join(bus.home, 'shims'), { recursive: true });
  writeFileSync(shim, renderShim(bus.home, claudeCodeShim));
  /** Runs the shim as Claude Code does, and says what it printed. */
  const hook = async (session: string, payload: Record<string, unknown> & { hook_event_name: string }) => {
    const child = spawn('/bin/sh', ['-c', hookCommand(shim, payload.hook_event_name)], {
      env: { PATH: process.env.PATH, CLAUDE_PID: '1', CLAUDE_PROJECT_DIR: root, CLAUDE_CODE_SESSION_ID: session },
    });
    child.stdin.end(`${JSON.stringify({ session_id: session, cwd: root, ...payload })}\n`);
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect([status, err]).toEqual([0, '']);
    return out;
  };
  return { root, hook };
}

const sessions = Array.from(
  { length: 400 },
  (_, n) => `c54def29-af46-45fd-b416-d4cb${(n * 7_919).toString(16).padStart(8, '0')}`,
);
const told = sessions.filter((id) => !heldOut(project, `claude-code:${id}`));
const held = sessions.filter((id) => heldOut(project, `claude-code:${id}`));

test('what sessions taught is told to the next agent at its start and before a command that fails here, not to one that is held out', {
  timeout: 180_000,
}, async () => {
  await using bus = await startBus();
  const shop = shopIn(bus);
  for (const day of [1, 2, 3, 4]) {
    await bus.client.publish([
      ran(day, 'npm run lint', 'Exit code 1\nerror: unknown option --fast'),
      ran(day, 'npm run lint:all'),
      ran(day, 'npm test'),
    ]);
  }
  const start = (session: string) => shop.hook(session, { hook_event_name: 'SessionStart', source: 'startup' });
  const run = (session: string, command: string) =>
    shop.hook(session, {
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_use_id: 'toolu_1',
      tool_input: { command },
    });

  await start(told[0]!);
  await eventually(async () => (await start(told[1]!)).includes('npm test'), { ...patience, what: 'the card' });
  const card = JSON.parse(await start(told[2]!)).hookSpecificOutput;
  expect(card.hookEventName).toBe('SessionStart');
  expect(card.additionalContext).toMatch(/^<hookline memory project="github.com\/acme\/shop" ids="mem_/);
  expect(await start(held[0]!)).toBe('');

  // The edge may be too busy to answer in time: another session asks again.
  let nth = 10;
  let warning = '';
  await eventually(
    async () => {
      warning = await run(told[nth++]!, 'npm run lint -- --fast');
      return warning !== '';
    },
    { ...patience, what: 'the warning' },
  );
  expect(JSON.parse(warning).hookSpecificOutput.additionalContext).toContain('npm run lint');
  expect(await run(told[300]!, 'git status')).toBe('');

  let other = 1;
  const heldEvents = async () => {
    await run(held[other++]!, 'npm run lint');
    const { events } = (await bus.client.request('GET', '/v1/events', {
      query: { kind: 'memory.injected', limit: 100 },
    })) as { events: { event: { session: string; data: Record<string, unknown> } }[] };
    return events.filter(({ event }) => event.data.surface === 'before-command');
  };
  await eventually(async () => (await heldEvents()).length > 0, {
    ...patience,
    what: 'what a held-out session would have been told',
  });
  for (const { event } of await heldEvents()) {
    expect(event.data).toMatchObject({ heldOut: true, about: 'npm run lint' });
    expect(held.map((id) => `claude-code:${id}`)).toContain(event.session);
  }
});

test('with telling switched off nothing lies ready, and nobody is asked', async () => {
  await using bus = await startBus({ env: { HOOKLINE_INJECTION: 'off' } });
  const shop = shopIn(bus);
  await bus.client.publish([1, 2, 3, 4].map((day) => ran(day, 'npm test')));
  await remembered(bus);

  expect(await shop.hook(told[0]!, { hook_event_name: 'SessionStart', source: 'startup' })).toBe('');
  expect(await shop.hook(told[0]!, { hook_event_name: 'UserPromptSubmit', prompt: 'npm test' })).toBe('');

  expect(existsSync(join(bus.home, 'answers', 'alive'))).toBe(false);
  expect(existsSync(join(bus.home, 'cards', shop.root))).toBe(false);
});
