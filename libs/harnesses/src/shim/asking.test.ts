import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hookAnswer } from '../asking/asker.ts';
import { writeAskLists, writeCard } from './cards.ts';
import { answered, edgeOf, projectDir, soon } from './edge-run.ts';
import { hook, installedHome, shells, silent, until } from './shim-run.ts';

const everything = { prompt: true, call: ['rtk bun run'], failure: ['Cannot find module'] };
const prompt = { event: 'UserPromptSubmit', payload: '{"prompt":"go"}\n' };
const warned = { event: 'PreToolUse', payload: '{"tool_input":{"command":"rtk bun run test"}}\n' };

describe.each(shells)('under %s', (_name, shell) => {
  test.each([
    ['a prompt', prompt],
    ['a call that holds a string of the list', warned],
    ['a failure that does', { event: 'PostToolUseFailure', payload: '{"error":"Cannot find module x"}\n' }],
  ])('%s is asked about, and the answer is printed', async (_what, call) => {
    await using home = installedHome();
    writeAskLists({ home: home.path, projectDir }, everything, soon());
    const line = hookAnswer(call.event, 'é \\ "quoted" %s `id` $HOME');

    const { run, name } = await answered(shell, home, call, line);

    expect(run).toEqual({ ...silent, stdout: line });
    expect(home.names()).toEqual([name]);
  });

  test('an answer is handed on only by who takes it first', async () => {
    await using home = installedHome();
    writeAskLists({ home: home.path, projectDir }, everything, soon());

    const { name, edge } = await answered(shell, home, prompt, hookAnswer('UserPromptSubmit', 'said once'));
    expect(existsSync(edge.layout.taken(name!))).toBe(true);

    await using other = installedHome();
    writeAskLists({ home: other.path, projectDir }, everything, soon());
    const its = edgeOf(other);
    its.say(soon());
    its.patient();
    const running = hook(shell, other, { ...prompt, env: its.env });
    await until(() => its.asked().length > 0);
    const [asked] = its.asked();
    writeFileSync(its.layout.taken(asked!), '');
    its.answer(asked!, hookAnswer('UserPromptSubmit', 'taken back'));
    expect((await running).stdout).toBe('');
  });

  test('an empty answer is silence', async () => {
    await using home = installedHome();
    writeAskLists({ home: home.path, projectDir }, everything, soon());

    expect((await answered(shell, home, prompt, '\n')).run).toEqual(silent);
  });

  test.each([
    ['no edge ever was here', undefined],
    ['the edge is gone, or stopped', -1_000],
  ])('nobody waits and nothing is asked where %s', async (_what, sinceMs) => {
    await using home = installedHome();
    const edge = edgeOf(home);
    writeAskLists(edge.place, everything, soon());
    if (sinceMs !== undefined) edge.say(Date.now() + sinceMs);

    for (const call of [prompt, warned]) expect(await hook(shell, home, { ...call, env: edge.env })).toEqual(silent);

    expect([edge.asked(), edge.waits()]).toEqual([[], 0]);
    expect(await home.complete()).toHaveLength(2);
  });

  test.each([
    ['holds nothing of the list', { ...warned, payload: '{"tool_input":{"command":"bun run test"}}\n' }],
    ['is of an event that nobody is told anything at', { ...warned, event: 'PostToolUse' }],
    ['comes from another folder', { ...warned, env: { CLAUDE_PROJECT_DIR: '/home/dev' } }],
    ['is one that an installation probes with', { ...warned, env: { HOOKLINE_PROBE: '1' } }],
  ])('nobody waits at a payload that %s', async (_what, call) => {
    await using home = installedHome();
    const edge = edgeOf(home);
    writeAskLists(edge.place, everything, soon());
    mkdirSync(join(home.path, 'spool', 'probe'));
    edge.say(soon());

    const env = { ...edge.env, ...('env' in call ? call.env : {}) };
    expect(await hook(shell, home, { ...call, env })).toEqual(silent);

    expect([edge.asked(), edge.waits()]).toEqual([[], 0]);
  });

  test('lists that ran out are none', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    writeAskLists(edge.place, everything, Date.now() - 1_000);
    edge.say(soon());

    for (const call of [prompt, warned]) await hook(shell, home, { ...call, env: edge.env });

    expect(edge.waits()).toBe(0);
  });

  test.each([prompt, { ...warned, payload: '{"session_id":"abc-1","tool_input":{"command":"ls"}}\n' }])(
    'where a message waits for the session, it is asked whatever the lists say: %o',
    async (call) => {
      await using home = installedHome();
      const payload = call.payload.replace('{', '{"session_id":"abc-1",');
      const line = hookAnswer(call.event, 'a message');

      const { run } = await answered(shell, home, { ...call, payload }, line, (edge) => edge.awaits('abc-1'));

      expect(run).toEqual({ ...silent, stdout: line });
    },
  );

  test('a message for another session lets nobody wait', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    edge.say(soon());
    edge.awaits('abc-1');

    const payload = '{"session_id":"abc-2","prompt":"go"}\n';
    expect(await hook(shell, home, { ...prompt, payload, env: edge.env })).toEqual(silent);

    expect([edge.asked(), edge.waits()]).toEqual([[], 0]);
  });

  test('one hook waits in vain for an edge that gave its word, for six short sleeps; after it nobody does', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    writeAskLists(edge.place, everything, soon());
    edge.say(soon());

    for (let n = 0; n < 3; n++) expect(await hook(shell, home, { ...prompt, env: edge.env })).toEqual(silent);

    expect([edge.asked().length, edge.waits()]).toEqual([1, 6]);
    expect(statSync(edge.layout.alive).mtimeMs).toBeLessThanOrEqual(Date.now());
    expect(await home.complete()).toHaveLength(3);
  });

  test('what was seen in sessions is looked for as it stands, whatever it is', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    const pwned = join(home.path, 'pwned');
    const hostile = [`$(touch ${pwned})`, `\`touch ${pwned}\``, '.*', '', '-f', "'; touch x; '", 'a\nb', '\\'];
    writeAskLists(edge.place, { prompt: false, call: [...hostile, 'ok --flag'], failure: hostile }, soon());
    edge.say(soon());

    expect(readFileSync(join(home.path, 'cards', projectDir, '.hookline-calls'), 'utf8')).toBe('-f\nok --flag\n');
    // Also where somebody else wrote them there.
    writeFileSync(join(home.path, 'cards', projectDir, '.hookline-calls'), `${hostile[0]}\n${hostile[1]}\n.*\n-f\n`);
    utimesSync(join(home.path, 'cards', projectDir, '.hookline-calls'), soon() / 1_000, soon() / 1_000);
    expect(await hook(shell, home, { ...warned, env: edge.env })).toEqual(silent);

    expect(existsSync(pwned)).toBe(false);
    expect(edge.asked()).toEqual([]);
  });

  test('a spool that cannot take the entry asks nothing', async () => {
    await using home = installedHome();
    const edge = edgeOf(home);
    writeAskLists(edge.place, everything, soon());
    edge.say(soon());
    writeFileSync(home.spool.layout.full, '');

    expect(await hook(shell, home, { ...prompt, env: edge.env })).toEqual(silent);
    expect(edge.waits()).toBe(0);
  });

  test('the card is kept from sessions that are held out', async () => {
    await using home = installedHome();
    const salt = 12_345;
    writeCard({ home: home.path, projectDir }, 'the card', soon(), salt);
    const isHeld = (id: string) => Math.floor((Number.parseInt(id.slice(-7), 16) * 40_503 + salt) / 16) % 10 === 0;
    const ids = Array.from(
      { length: 400 },
      (_, n) => `c54def29-af46-45fd-b416-d4cb74${(n * 7919).toString(16).padStart(6, '0')}`,
    );
    const [held, told] = [ids.find(isHeld)!, ids.find((id) => !isHeld(id))!];
    const ask = (id: string, spaces = '') =>
      hook(shell, home, {
        event: 'SessionStart',
        payload: `{"cwd":"/x","session_id":${spaces}"${id}","source":"startup"}\n`,
      });

    expect(await ask(held)).toEqual(silent);
    expect(await ask(held, ' ')).toEqual(silent);
    expect((await ask(told)).stdout).toContain('the card');
    expect((await ask('not-hexadecimal-zz')).stdout).toContain('the card');
    expect((await ask('$(id)')).stdout).toContain('the card');
  });
});
