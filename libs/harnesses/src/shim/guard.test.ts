import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hookRuling, unanswered } from '../asking/guard.ts';
import { writeAskLists } from './cards.ts';
import { answered, edgeOf, projectDir, soon } from './edge-run.ts';
import { hook, installedHome, shells, silent } from './shim-run.ts';

const call = { event: 'PreToolUse', payload: '{"tool_name":"Bash","tool_input":{"command":"ls"}}\n' };
const gone = () => Date.now() - 1_000;
const ruling = hookRuling('PreToolUse', ['allow', 'ask', 'deny']);
const denied = (stdout: string) => JSON.parse(stdout).hookSpecificOutput;
const deniedUnanswered = {
  hookEventName: 'PreToolUse',
  permissionDecision: 'deny',
  permissionDecisionReason: unanswered,
};

describe.each(shells)('under %s', (_name, shell) => {
  test.each(['open', 'closed'])('a call that is guarded %s is asked about, and the answer is printed', async (says) => {
    await using home = installedHome();
    const line = ruling({ decision: 'deny', reason: 'it\'s not "allowed" %s $HOME' }, undefined);

    const { run, name, edge } = await answered(shell, home, call, line, (its) => its.guard(says, soon()));

    expect(run).toEqual({ ...silent, stdout: line });
    expect(home.names()).toEqual([name]);
    expect(existsSync(edge.layout.taken(name!))).toBe(true);
  });

  test.each(['open', 'closed'])('an answer that has nothing to say lets it run: %s', async (says) => {
    await using home = installedHome();
    expect((await answered(shell, home, call, '\n', (edge) => edge.guard(says, soon()))).run).toEqual(silent);
  });

  test('guarded open without an edge, it runs and nobody waits', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    edge.guard('open', gone());

    expect(await hook(shell, home, { ...call, env: edge.env })).toEqual(silent);

    expect([edge.asked(), edge.waits()]).toEqual([[], 0]);
  });

  test('guarded closed without an edge, it is denied at once, with the reason', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    edge.guard('closed', gone());

    const run = await hook(shell, home, { ...call, env: edge.env });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(denied(run.stdout)).toEqual(deniedUnanswered);
    expect([edge.asked(), edge.waits()]).toEqual([[], 0]);
    expect(await home.complete()).toHaveLength(1);
  });

  test('guarded closed with an edge that stopped, it is denied after a moment, each time', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    edge.guard('closed', soon());

    for (let n = 1; n <= 2; n += 1) {
      expect(denied((await hook(shell, home, { ...call, env: edge.env })).stdout)).toEqual(deniedUnanswered);
      expect(edge.waits()).toBe(10 * n);
    }
  });

  test('guarded open with an edge that stopped, one call waits in vain and runs', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    edge.guard('open', soon());

    for (let n = 0; n < 2; n += 1) expect(await hook(shell, home, { ...call, env: edge.env })).toEqual(silent);

    expect([edge.asked().length, edge.waits()]).toEqual([1, 8]);
    expect(statSync(edge.layout.guard).mtimeMs).toBeLessThanOrEqual(Date.now());
  });

  test.each([
    ['the spool is full', (home: ReturnType<typeof installedHome>) => writeFileSync(home.spool.layout.full, '')],
  ])('guarded closed it is denied where %s', async (_what, spoil) => {
    await using home = installedHome();
    const edge = edgeOf(home);
    edge.guard('closed', soon());
    spoil(home);

    expect(denied((await hook(shell, home, { ...call, env: edge.env })).stdout)).toEqual(deniedUnanswered);
  });

  test.each([
    ['that is no call', { ...call, event: 'PostToolUse' }],
    ['that an installation probes with', { ...call, env: { HOOKLINE_PROBE: '1' } }],
  ])('a hook %s is not guarded', async (_what, other) => {
    await using home = installedHome();
    const edge = edgeOf(home);
    mkdirSync(join(home.path, 'spool', 'probe'));
    edge.guard('closed', gone());

    const env = { ...edge.env, ...('env' in other ? other.env : {}) };
    expect(await hook(shell, home, { ...other, env })).toEqual(silent);
  });

  test('a guard that says something else is none, and memory is asked as ever', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    writeFileSync(edge.layout.guard, '$(touch pwned)\n');
    expect(await hook(shell, home, { ...call, env: edge.env })).toEqual(silent);

    await using other = installedHome();
    writeAskLists({ home: other.path, projectDir }, { prompt: false, call: ['ls'], failure: [] }, soon());
    expect((await answered(shell, other, call, 'told\n')).run.stdout).toBe('told\n');
  });
});
