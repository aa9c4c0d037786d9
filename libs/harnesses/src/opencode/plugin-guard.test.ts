import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unanswered } from '../asking/guard.ts';
import { put, startEdge } from './edge-of-plugin.ts';
import { type LoadedPlugin, loadedPlugin, type PluginHooks } from './loaded-plugin.ts';

const call = { tool: 'bash', sessionID: 'ses_a', callID: 'call_1' };
const input = { command: 'rm -rf /' };
const before = (hooks: PluginHooks, of: object = call) => hooks['tool.execute.before'](of, { args: input });
const guard = ({ home }: LoadedPlugin, need: string, good = true) =>
  put(join(home, 'answers', 'guard'), `${need}\n`, { good });
const denial = JSON.stringify({ decision: 'deny', reason: 'it deletes (policy no-deletes)' });

describe('a call that is about to run', () => {
  test.each(['open', 'closed'])(
    'is asked about where it is guarded %s, and what is thrown is the reason',
    async (need) => {
      await using plugin = await loadedPlugin();
      const hooks = await plugin.make();
      guard(plugin, need);
      using edge = startEdge(plugin.home, () => denial);

      await expect(before(hooks)).rejects.toThrow('it deletes (policy no-deletes)');

      expect(edge.asked).toMatchObject([
        { harness: 'opencode', session: 'ses_a', surface: 'guard', tool: 'bash', input, call: 'call_1', agent: 'main' },
      ]);
      const taken = readdirSync(join(plugin.home, 'answers')).filter((name) => name.endsWith('.taken'));
      expect(taken).toHaveLength(1);
    },
  );

  test.each(['', JSON.stringify({ decision: 'allow', reason: 'fine' }), 'null {'])(
    'runs where the answer is %j',
    async (answer) => {
      await using plugin = await loadedPlugin();
      const hooks = await plugin.make();
      guard(plugin, 'open');
      using _ = startEdge(plugin.home, () => answer);
      await before(hooks);
    },
  );

  test('runs without a guard, and nobody is asked', async () => {
    await using plugin = await loadedPlugin();
    const hooks = await plugin.make();
    using edge = startEdge(plugin.home, () => denial);
    await before(hooks);
    expect(edge.asked).toEqual([]);
  });

  test('guarded open runs where no edge answers, and only one waits', async () => {
    await using plugin = await loadedPlugin({ decideMs: 20 });
    const hooks = await plugin.make();
    const asked = join(plugin.home, 'answers', 'asked');
    mkdirSync(asked, { recursive: true });
    guard(plugin, 'open');
    await before(hooks);
    expect(statSync(join(plugin.home, 'answers', 'guard')).mtimeMs).toBeLessThan(Date.now());
    await before(hooks);
    expect(readdirSync(asked)).toEqual([]);
  });

  test.each([
    ['does not answer', true, true],
    ['is gone', false, true],
    ['never was here', false, false],
  ])('guarded closed does not run where the edge %s', async (_what, good, isHome) => {
    await using plugin = await loadedPlugin({ decideMs: 20 });
    const hooks = await plugin.make();
    guard(plugin, 'closed', good);
    const asked = join(plugin.home, 'answers', 'asked');
    if (isHome) mkdirSync(asked);

    for (let n = 0; n < 2; n += 1) await expect(before(hooks)).rejects.toThrow(unanswered);

    // What stays there tells the next edge.
    expect(existsSync(asked) ? readdirSync(asked) : []).toHaveLength(isHome ? 2 : 0);
  });
});

describe('a message', () => {
  const waiting = ({ home }: LoadedPlugin, session: string) =>
    put(join(home, 'answers', 'waiting'), `ses_other\n${session}\n`);
  const message = '<hookline message from="ann" id="msg_1">\nstop\n</hookline>';
  const done = { output: 'fine', metadata: { exit: 0 } };

  test('comes behind whatever the agent called last, where one waits for its session', async () => {
    await using plugin = await loadedPlugin();
    const hooks = await plugin.make();
    waiting(plugin, 'ses_a');
    using edge = startEdge(plugin.home, () => JSON.stringify({ text: message }));
    const answer = { ...done };
    await hooks['tool.execute.after']({ ...call, args: { command: 'ls' } }, answer);
    expect(answer.output).toBe(`fine\n\n${message}`);
    expect(edge.asked).toMatchObject([{ surface: 'after-call', session: 'ses_a', call: 'call_1' }]);

    const part = { id: 'prt_204355001001g8wy3FaLqhAbCd', sessionID: 'ses_a', messageID: 'msg_1' };
    const parts = [{ ...part, type: 'text', text: 'go on' }];
    await hooks['chat.message']({ sessionID: 'ses_a' }, { parts });
    expect(parts.at(-1)).toMatchObject({ text: message, synthetic: true });
  });

  test('lets nobody else wait', async () => {
    await using plugin = await loadedPlugin();
    const hooks = await plugin.make();
    waiting(plugin, 'ses_b');
    using edge = startEdge(plugin.home, () => JSON.stringify({ text: message }));
    const answer = { ...done };
    await hooks['tool.execute.after']({ ...call, args: { command: 'ls' } }, answer);
    expect([answer.output, edge.asked]).toEqual(['fine', []]);
  });
});
