import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersLayout, hookCommand, shimPath } from '@hookline/harnesses';
import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';

const native = 'c54def29-af46-45fd-b416-d4cb747580b4';
const session = `claude-code:${native}`;

/** Runs the installed hook as Claude Code does; answers what it told the agent. */
async function hook(bus: TestBus, event: string, more: Record<string, unknown>): Promise<string> {
  const project = join(bus.home, 'shop');
  mkdirSync(project, { recursive: true });
  const child = spawn('/bin/sh', ['-c', hookCommand(shimPath(bus.home, 'claude-code'), event)], {
    env: { PATH: '/usr/bin:/bin', CLAUDE_PROJECT_DIR: project, CLAUDE_CODE_SESSION_ID: native },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${JSON.stringify({ hook_event_name: event, session_id: native, cwd: project, ...more })}\n`);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return Buffer.concat(chunks).toString();
}

let calls = 0;
const call = (bus: TestBus, command: string) => {
  calls += 1;
  return hook(bus, 'PreToolUse', { tool_name: 'Bash', tool_use_id: `toolu_${calls}`, tool_input: { command } });
};
const eventsOf = async (bus: TestBus, kind: string) => {
  const path = `/v1/sessions/${encodeURIComponent(session)}/events`;
  const found = (await bus.client.request('GET', path).catch(() => ({ events: [] }))) as {
    events: { event: { type: string; data: Record<string, unknown> } }[];
  };
  return found.events.filter(({ event }) => event.type.includes(kind)).map(({ event }) => event.data);
};

test('a message reaches the agent through the hook of its next call, and the log says so', async () => {
  await using bus = await startBus({ env: { HOOKLINE_INJECTION: 'off' } });
  await bus.hookline('install', 'claude-code');
  await hook(bus, 'UserPromptSubmit', { prompt: 'go on' });
  await eventually(async () => (await eventsOf(bus, 'prompt.submitted')).length === 1, { what: 'the session' });

  const sent = await bus.hookline('steer', session, 'the schema changed');
  expect(sent.err).toBe('');
  const { waiting } = answersLayout(bus.home);
  await eventually(() => existsSync(waiting), { what: 'the edge holds the message' });
  // On a busy machine an answer may come too late for one hook: it is there at the next.
  const told = await eventually(async () => (await call(bus, 'ls')) || undefined, { what: 'the message to be told' });

  const { hookSpecificOutput } = JSON.parse(told);
  expect(hookSpecificOutput.additionalContext).toMatch(
    /^<hookline message from="[^"]+" id="[^"]+">\nthe schema changed\n<\/hookline>$/,
  );
  const [ended] = await eventually(
    async () => {
      const all = await eventsOf(bus, 'steer.ended');
      return all.length > 0 && all;
    },
    { what: 'the end of the message' },
  );
  expect(ended).toMatchObject({ outcome: 'delivered', surface: 'before-call' });
  expect(existsSync(waiting)).toBe(false);
  expect(await call(bus, 'ls')).toBe('');
});

const policy = `policy: no-deletes
mode: enforce
onFailure: closed
budgetMs: 500
clauses:
  - where: data.effects.exists(e, e.program == "rm")
    decide: deny
    reason: Nothing is deleted here
tests:
  - given: { data: { effects: [{ type: process.exec, program: rm }] } }
    expect: { decide: deny }
`;

test('a policy of the bus stops a call at its hook, also when the bus is gone', async () => {
  const bus = await startBus({ env: { HOOKLINE_GUARD: 'enforce', HOOKLINE_INJECTION: 'off' } });
  try {
    await bus.hookline('install', 'claude-code');
    mkdirSync(join(bus.home, 'policies'), { recursive: true });
    writeFileSync(join(bus.home, 'policies', 'deletes.yaml'), policy);
    const { guard } = answersLayout(bus.home);
    await eventually(() => existsSync(guard), { timeoutMs: 40_000, what: 'calls are guarded' });

    const denied = await call(bus, 'rm -rf build');
    expect(JSON.parse(denied).hookSpecificOutput).toMatchObject({
      permissionDecision: 'deny',
      permissionDecisionReason: 'Nothing is deleted here (policy no-deletes)',
    });
    expect(await call(bus, 'ls')).toBe('');
    await eventually(async () => (await eventsOf(bus, 'guard.decided')).length === 1, { what: 'the decision' });
    expect(await eventsOf(bus, 'guard.decided')).toMatchObject([{ policy: 'no-deletes', decision: 'deny', clause: 0 }]);
    const { policies } = (await bus.client.request('GET', '/v1/policies')) as { policies: { policy: string }[] };
    expect(policies).toMatchObject([{ policy: 'no-deletes', mode: 'enforce', decided: { enforce: { deny: 1 } } }]);
    expect((await bus.hookline('policies', 'list')).out).toMatch(/no-deletes +enforce +closed +enforce: 1 deny/);
    const doctor = await bus.hookline('doctor', '--json');
    expect(JSON.stringify(doctor.json().findings)).toContain('without one they are denied');

    await bus.stop();
    expect(JSON.parse(await call(bus, 'ls')).hookSpecificOutput).toMatchObject({
      permissionDecision: 'deny',
      permissionDecisionReason: expect.stringContaining('Hookline gave no answer'),
    });
  } finally {
    await bus[Symbol.asyncDispose]();
  }
});

test('a policy that cannot come into force is told before and after it is put there', async () => {
  await using bus = await startBus();
  const file = join(bus.home, 'policies', 'deletes.yaml');
  mkdirSync(join(bus.home, 'policies'), { recursive: true });
  writeFileSync(file, policy);
  const good = await bus.hookline('policies', 'check');
  expect(good).toMatchObject({ exitCode: 0, out: expect.stringContaining('✓ no-deletes: 1 test') });

  writeFileSync(file, policy.replace('expect: { decide: deny }', 'expect: { decide: ask }'));
  const failing = await bus.hookline('policies', 'check', file);
  expect(failing).toMatchObject({ exitCode: 1, out: expect.stringContaining('test 1: expected ask, found deny') });
  writeFileSync(file, policy.replace('e.program', 'e.programme'));
  const faulty = await bus.hookline('policies', 'check', file, '--json');
  expect(faulty.exitCode).toBe(1);
  expect(faulty.json()).toMatchObject([{ problems: [expect.stringMatching(/deletes\.yaml:6:\d+: .*programme/)] }]);

  const listed = await eventually(
    async () => {
      const found = await bus.hookline('policies', 'list');
      return found.exitCode === 1 && found;
    },
    { what: 'the bus to have read the faulty file' },
  );
  expect(listed.out).toMatch(/✗ .*deletes\.yaml:6:\d+: .*programme/);
  expect((await bus.hookline('policies', 'check', join(bus.home, 'nowhere'))).exitCode).not.toBe(0);
});
