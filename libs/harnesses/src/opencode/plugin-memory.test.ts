import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { removeCard, writeCard } from '../shim/index.ts';
import { goodMs, put, startEdge } from './edge-of-plugin.ts';
import { directory, loadedPlugin, type PluginHooks } from './loaded-plugin.ts';

const block = (words: string, ids = 'mem_aaaaaaaa') => `<hookline memory ids="${ids}">\n${words}\n</hookline>`;

const hints = (home: string, name: string, text = '', good = true) =>
  put(join(home, 'cards', directory, name), text, { good });

const says = (text: string) => JSON.stringify({ text, memories: ['mem_aaaaaaaa'] });

const bash = (command: string, exit: number, output: string, callID = 'call_1') => ({
  asked: { tool: 'bash', sessionID: 'ses_a', callID, args: { command } },
  answer: { title: command, output, metadata: { exit } },
});
const read = (filePath: string) => ({
  asked: { tool: 'read', sessionID: 'ses_a', callID: 'call_2', args: { filePath } },
  answer: { title: filePath, output: '1: x', metadata: {} },
});

async function after(hooks: PluginHooks, { asked, answer }: { asked: object; answer: { output: string } }) {
  await hooks['tool.execute.after'](asked, answer);
  return answer.output;
}

async function requests(hooks: PluginHooks, sessionID: string, first = 'You are an agent'): Promise<string[]> {
  const answer = { system: [first] };
  await hooks['experimental.chat.system.transform']({ sessionID }, answer);
  return answer.system.slice(1);
}

describe('the card', () => {
  test('stands before every request of a session while it is good, not before titles and summaries, and is told once', async () => {
    await using plugin = await loadedPlugin();
    const hooks = await plugin.make();
    const text = `${block('npm test')}\n`;
    writeCard({ home: plugin.home, projectDir: directory }, text, Date.now() + goodMs);
    expect(await requests(hooks, 'ses_a')).toEqual([text]);
    expect(await requests(hooks, 'ses_a')).toEqual([text]);
    expect(await requests(hooks, 'ses_a', 'You are a title generator.')).toEqual([]);
    expect((await plugin.entries()).map(({ payload }) => payload)).toMatchObject([
      { type: 'hookline.memory', properties: { sessionID: 'ses_a', text } },
    ]);
    const card = join(plugin.home, 'cards', directory, '.hookline-card.md');
    utimesSync(card, 1, 1);
    expect(await requests(hooks, 'ses_a')).toEqual([]);
  });

  test('stays in the words that a session was told first, for as long as any are good', async () => {
    await using plugin = await loadedPlugin();
    const hooks = await plugin.make();
    const write = (words: string) =>
      writeCard({ home: plugin.home, projectDir: directory }, `${block(words)}\n`, Date.now() + goodMs);
    write('3 runs');
    expect(await requests(hooks, 'ses_a')).toEqual([`${block('3 runs')}\n`]);
    write('4 runs');
    expect(await requests(hooks, 'ses_a')).toEqual([`${block('3 runs')}\n`]);
    expect(await requests(hooks, 'ses_b')).toEqual([`${block('4 runs')}\n`]);
    removeCard({ home: plugin.home, projectDir: directory });
    expect(await requests(hooks, 'ses_a')).toEqual([]);
  });

  test('is kept from a session that is held out, and the log hears of it', async () => {
    await using plugin = await loadedPlugin();
    const hooks = await plugin.make();
    writeCard({ home: plugin.home, projectDir: directory }, `${block('npm test')}\n`, Date.now() + goodMs);
    // As `heldOut` of @hookline/memory says of github.com/acme/shop: its test draws the same ids.
    hints(plugin.home, '.hookline-card', '{}\n26630\n');
    const held = ['ses_dfbcab334ffe9dN6ZtZxL13yFA', 'ses_4', 'ses_0c7', 'ses_ggj', 'ses_giz', 'ses_ggX'];
    const told = ['ses_df95216cbffe5dPY7X3gefBK7B', 'ses_1', 'ses_ee', 'ses_abcdef0123', 'ses_zzz', 'ses_XYZ'];
    for (const session of held) expect(await requests(hooks, session), session).toEqual([]);
    for (const session of told) expect(await requests(hooks, session), session).toHaveLength(1);
    const said = (await plugin.entries()).map(({ payload }) => payload.properties as Record<string, unknown>);
    expect(said.flatMap(({ sessionID, heldOut }) => (heldOut === true ? [sessionID] : [])).sort()).toEqual(held.sort());
    expect(said).toHaveLength(held.length + told.length);
  });
});

describe('a prompt', () => {
  const part = { id: 'prt_204355001001g8wy3FaLqhAbCd', sessionID: 'ses_a', messageID: 'msg_1' };

  test('is followed by what the edge knows of it, as a part of the same message that stands behind it', async () => {
    await using plugin = await loadedPlugin();
    hints(plugin.home, '.hookline-prompts');
    using edge = startEdge(plugin.home, () => says(block('an episode')));
    const hooks = await plugin.make();
    const parts = [{ ...part, type: 'text', text: 'fix the cart' }];
    await hooks['chat.message']({ sessionID: 'ses_a' }, { parts });

    expect(edge.asked).toEqual([
      {
        harness: 'opencode',
        session: 'ses_a',
        projectDir: directory,
        shown: [],
        surface: 'prompt',
        text: 'fix the cart',
      },
    ]);
    expect(parts[1]).toEqual({
      ...part,
      id: 'prt_204355001001g8wy3FaLqhzzzz',
      type: 'text',
      text: block('an episode'),
      synthetic: true,
    });
    expect(parts[1]!.id > parts[0]!.id).toBe(true);
  });

  test('says what the card will show, which is then that very card', async () => {
    await using plugin = await loadedPlugin();
    hints(plugin.home, '.hookline-prompts');
    const place = { home: plugin.home, projectDir: directory };
    writeCard(place, `${block('3 runs', 'm1 m2')}\n`, Date.now() + goodMs);
    using edge = startEdge(plugin.home, () => '');
    const hooks = await plugin.make();
    await hooks['chat.message']({ sessionID: 'ses_a' }, { parts: [{ ...part, type: 'text', text: 'fix the cart' }] });
    writeCard(place, `${block('4 runs', 'm3')}\n`, Date.now() + goodMs);

    expect(edge.asked).toMatchObject([{ shown: ['m1', 'm2'] }]);
    expect(await requests(hooks, 'ses_a')).toEqual([`${block('3 runs', 'm1 m2')}\n`]);
  });

  test('of a subagent is its parent’s, and asks nothing', async () => {
    await using plugin = await loadedPlugin();
    hints(plugin.home, '.hookline-prompts');
    using edge = startEdge(plugin.home, () => says(block('an episode')));
    const hooks = await plugin.make();
    const info = { id: 'ses_child', parentID: 'ses_a' };
    await hooks.event({
      event: { id: 'evt_1', type: 'session.created', properties: { sessionID: 'ses_child', info } },
    });
    const parts = [{ ...part, sessionID: 'ses_child', type: 'text', text: 'help' }];
    await hooks['chat.message']({ sessionID: 'ses_child' }, { parts });

    expect(parts).toHaveLength(1);
    expect(edge.asked).toEqual([]);
  });

  test('is as it was when the edge has nothing to say', async () => {
    await using plugin = await loadedPlugin();
    using edge = startEdge(plugin.home, () => '');
    const hooks = await plugin.make();
    const parts = [{ ...part, type: 'text', text: 'fix the cart' }];
    await hooks['chat.message']({ sessionID: 'ses_a' }, { parts });
    expect(edge.asked).toEqual([]);
    hints(plugin.home, '.hookline-prompts');
    await hooks['chat.message']({ sessionID: 'ses_a' }, { parts });
    expect(edge.asked).toHaveLength(1);
    expect(parts).toHaveLength(1);
  });
});

describe('a call', () => {
  test('that failed is answered with the remedy, else with what is known of the command', async () => {
    await using plugin = await loadedPlugin();
    hints(plugin.home, '.hookline-failures', 'ECONNREFUSED\n');
    hints(plugin.home, '.hookline-calls', 'rtk bun run\n');
    using edge = startEdge(plugin.home, ({ surface, text }) =>
      says(String(text).startsWith('known') ? block('start the database') : block(String(surface))),
    );
    const hooks = await plugin.make();

    const remedied = await after(hooks, bash('npm test', 1, 'known: connect ECONNREFUSED'));
    expect(remedied).toBe(`known: connect ECONNREFUSED\n\n${block('start the database')}`);
    const warned = await after(hooks, bash('rtk bun run x', 127, 'not found'));
    expect(warned).toBe(`not found\n\n${block('before-command')}`);
    const session = { harness: 'opencode', session: 'ses_a', projectDir: directory, shown: [], call: 'call_1' };
    expect(edge.asked).toEqual([
      { ...session, surface: 'after-failure', text: 'known: connect ECONNREFUSED', command: 'npm test' },
      { ...session, surface: 'before-command', command: 'rtk bun run x' },
    ]);
  });

  test('that went well, or that nothing is known of, asks nothing', async () => {
    await using plugin = await loadedPlugin();
    hints(plugin.home, '.hookline-failures', 'ECONNREFUSED\n');
    hints(plugin.home, '.hookline-calls', 'rtk bun run\nsrc/cart.ts\n');
    using edge = startEdge(plugin.home, () => says(block('x')));
    const hooks = await plugin.make();
    expect(await after(hooks, bash('rtk bun run x', 0, 'fine ECONNREFUSED'))).toBe('fine ECONNREFUSED');
    expect(await after(hooks, bash('ls', 2, 'no such file'))).toBe('no such file');
    expect(await after(hooks, read('/home/dev/shop-api/src/other.ts'))).toBe('1: x');
    const mcp = { content: [{ type: 'text', text: 'x' }] };
    await hooks['tool.execute.after']({ tool: 'db_query', sessionID: 'ses_a', callID: 'c', args: {} }, mcp);
    expect(mcp).toEqual({ content: [{ type: 'text', text: 'x' }] });
    expect(edge.asked).toEqual([]);
  });

  test('that reads a file is answered with what is known of the file, once', async () => {
    await using plugin = await loadedPlugin();
    hints(plugin.home, '.hookline-calls', 'src/cart.ts\n');
    using edge = startEdge(plugin.home, () => says(block('changed together with src/total.ts')));
    const hooks = await plugin.make();
    const file = '/home/dev/shop-api/src/cart.ts';
    expect(await after(hooks, read(file))).toBe(`1: x\n\n${block('changed together with src/total.ts')}`);
    expect(await after(hooks, read(file))).toBe('1: x');
    const patchText = `*** Begin Patch\n*** Update File: src/cart.ts\n@@\n-a\n+b\n*** End Patch`;
    const patch = { tool: 'apply_patch', sessionID: 'ses_a', callID: 'c', args: { patchText } };
    await hooks['tool.execute.after'](patch, { output: 'Done', metadata: {} });
    expect(edge.asked.map(({ surface, paths }) => [surface, paths])).toEqual([
      ['before-edit', [file]],
      ['before-edit', ['src/cart.ts']],
    ]);
  });

  test('waits for an edge that does not answer once and no more, and takes the question back', async () => {
    await using plugin = await loadedPlugin({ waitMs: 50 });
    hints(plugin.home, '.hookline-calls', 'rtk bun run\n');
    const alive = join(plugin.home, 'answers', 'alive');
    put(alive, 'alive');
    const asked = join(plugin.home, 'answers', 'asked');
    mkdirSync(asked);
    const hooks = await plugin.make();
    expect(await after(hooks, bash('rtk bun run x', 127, 'not found'))).toBe('not found');
    expect(readdirSync(asked)).toEqual([]);
    expect(statSync(alive).mtimeMs).toBeLessThan(Date.now());
    // Nothing can be asked where there is no folder for it: had it tried, it would have made itself noticed.
    rmSync(asked, { recursive: true });
    expect(await after(hooks, bash('rtk bun run x', 127, 'not found'))).toBe('not found');
    expect(readdirSync(join(plugin.home, 'answers'))).toEqual(['alive']);
  });

  test.each([
    ['no edge was ever there', () => {}],
    [
      'what the edge left is out of date',
      (home: string) => {
        put(join(home, 'answers', 'alive'), 'alive', { good: false });
        hints(home, '.hookline-calls', 'rtk bun run\n', false);
      },
    ],
    [
      'the answers’ folder cannot be written',
      (home: string) => {
        put(join(home, 'answers', 'alive'), 'alive');
        put(join(home, 'answers', 'asked'), 'a file');
        hints(home, '.hookline-calls', 'rtk bun run\n');
      },
    ],
  ])('is as it was when %s', async (_what, prepare) => {
    await using plugin = await loadedPlugin();
    prepare(plugin.home);
    const hooks = await plugin.make();
    expect(await after(hooks, bash('rtk bun run x', 127, 'not found'))).toBe('not found');
  });

  test.each([
    ['no JSON', 'no JSON'],
    ['in words that are not ours', '{"text":"do as I say"}'],
    ['no text', '{"text":7}'],
    ['too long', says(block('x'.repeat(20_000)))],
  ])('takes no harm from an answer that is %s', async (_what, answer) => {
    await using plugin = await loadedPlugin();
    hints(plugin.home, '.hookline-calls', 'rtk bun run\n');
    using edge = startEdge(plugin.home, () => answer);
    const hooks = await plugin.make();
    expect(await after(hooks, bash('rtk bun run x', 127, 'not found'))).toBe('not found');
    expect(edge.asked).toHaveLength(1);
  });

  test.each([[undefined], [{}], [{ tool: 'bash' }], [{ tool: 'read', args: null, sessionID: 5 }]])(
    'takes no harm from being told %j',
    async (asked) => {
      await using plugin = await loadedPlugin();
      const hooks = await plugin.make();
      for (const answer of [undefined, {}, { output: 7 }, { output: 'x' }]) {
        await expect(hooks['tool.execute.after'](asked, answer)).resolves.toBeUndefined();
        await expect(hooks['chat.message'](asked, answer)).resolves.toBeUndefined();
        await expect(hooks['experimental.chat.system.transform'](asked, answer)).resolves.toBeUndefined();
      }
    },
  );
});
