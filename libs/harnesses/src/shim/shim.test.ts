import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Spool } from '@hookline/spool';
import { describe, expect, test } from 'vitest';
import { removeCard, writeCard } from './cards.ts';
import { hookCommand } from './render.ts';
import { hook, installedHome, shells, silent, start, until } from './shim-run.ts';

const isRoot = process.getuid?.() === 0;

describe.each(shells)('under %s', (_name, shell) => {
  test('keeps the payload byte for byte with the facts the contract names', async () => {
    await using home = installedHome();
    const payload = '{"hook_event_name":"PreToolUse","text":"é \\\\ \\u0000 %s \\n $HOME `id`"}\n';

    const run = await hook(shell, home, { event: 'PreToolUse', payload });

    expect(run).toEqual(silent);
    const [entry] = await home.complete();
    expect(entry).toMatchObject({
      payloadText: payload,
      facts: {
        harness: 'claude-code',
        shimVersion: '4',
        event: 'PreToolUse',
        harnessPid: 4711,
        entrypoint: 'sdk-cli',
        projectDir: '/home/dev/shop api',
      },
    });
    expect(Math.abs(Date.now() - entry!.capturedAtMs)).toBeLessThan(60_000);
  });

  test('writes files only their owner can read', async () => {
    await using home = installedHome();

    await hook(shell, home, { payload: '{}\n' });

    const [name] = home.names();
    expect(statSync(join(home.spool.layout.entries, name!)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['slashes and dots', '../../../etc/passwd'],
    ['a newline', 'a\nb'],
    ['shell syntax', '$(touch pwned); `id` \'"'],
    ['ten thousand characters', 'x'.repeat(10_000)],
    ['nothing', ''],
  ])('takes no harm from a session id of %s', async (_what, session) => {
    await using home = installedHome();

    const run = await hook(shell, home, { payload: '{}\n', env: { CLAUDE_CODE_SESSION_ID: session } });

    expect(run).toEqual(silent);
    expect(home.names()[0]).toMatch(/^none\.\d+\.0$/);
  });

  test.each([
    ['a newline', '/a\nb', undefined],
    ['a tab', '/a\tb', '/a\tb'],
    ['quotes', `/it's "here"`, `/it's "here"`],
  ])('takes no harm from a project folder with %s', async (_what, projectDir, kept) => {
    await using home = installedHome();

    const env = { CLAUDE_PROJECT_DIR: projectDir, CLAUDE_PID: '1; rm', CLAUDE_CODE_ENTRYPOINT: 'a b' };
    expect(await hook(shell, home, { payload: '{}\n', env })).toEqual(silent);

    const [entry] = await home.complete();
    expect(entry!.facts.projectDir).toBe(kept);
    expect(entry!.facts).not.toHaveProperty('harnessPid');
    expect(entry!.facts).not.toHaveProperty('entrypoint');
  });

  test('never writes the environment', async () => {
    await using home = installedHome();

    await hook(shell, home, { payload: '{}\n', env: { CLAUDE_CODE_MESSAGING_TOKEN: 'canary-token-value' } });

    const [entry] = await home.complete();
    expect(JSON.stringify(entry)).not.toContain('canary-token-value');
  });

  test('keeps a payload of 5 MB', async () => {
    await using home = installedHome();
    const payload = `${JSON.stringify({ content: 'y'.repeat(5 * 1024 ** 2) })}\n`;

    expect(await hook(shell, home, { payload })).toEqual(silent);

    expect((await home.complete())[0]!.payloadText).toBe(payload);
  });

  test('keeps a payload spread over lines, and one without a newline at its end', async () => {
    await using home = installedHome();

    await hook(shell, home, { payload: '{\n  "a": 1\n}\n' });
    await hook(shell, home, { payload: '{"a":2}' });

    expect((await home.complete()).map(({ payload }) => payload)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('leaves an entry that is seen as incomplete when stdin is empty', async () => {
    await using home = installedHome();

    expect(await hook(shell, home, { payload: '' })).toEqual(silent);

    expect(home.statuses()).toEqual(['writing']);
  });

  test('keeps the event without cat and without PATH', async () => {
    await using home = installedHome({ cat: '/nowhere/cat' });

    expect(await hook(shell, home, { payload: '{"a":1}\n', env: { PATH: '/nowhere' } })).toEqual(silent);

    expect((await home.complete())[0]!.payload).toEqual({ a: 1 });
  });

  test('needs no environment at all', async () => {
    await using home = installedHome();

    expect(await hook(shell, home, { payload: '{"a":1}\n', env: 'none' })).toEqual(silent);

    expect((await home.complete())[0]!.payload).toEqual({ a: 1 });
  });

  test('says nothing and ends with 0 when the spool is missing', async () => {
    await using home = installedHome();
    rmSync(home.spool.layout.folder, { recursive: true });

    expect(await hook(shell, home, { payload: '{}\n' })).toEqual(silent);
  });

  test('says nothing and ends with 0 when the whole home is gone', async () => {
    await using home = installedHome();
    rmSync(home.path, { recursive: true });

    expect(await hook(shell, home, { payload: '{}\n', event: 'PreToolUse' })).toEqual(silent);
  });

  test('counts what it had to drop when its folder cannot be written', async () => {
    await using home = installedHome();
    rmSync(home.spool.layout.entries, { recursive: true });
    writeFileSync(home.spool.layout.entries, 'a file where the folder was');

    expect(await hook(shell, home, { payload: '{}\n' })).toEqual(silent);
    expect(await hook(shell, home, { payload: '{}\n' })).toEqual(silent);

    expect(statSync(home.spool.layout.dropped).size).toBe(2);
  });

  test.skipIf(isRoot)('says nothing and ends with 0 when permissions forbid writing', async () => {
    await using home = installedHome();
    chmodSync(home.spool.layout.entries, 0o500);

    expect(await hook(shell, home, { payload: '{}\n' })).toEqual(silent);

    expect((await home.spool.backlog()).dropped).toBe(1);
  });

  test('leaves a visible stump when the disk ends inside a payload', async () => {
    await using home = installedHome();
    const payload = `${JSON.stringify({ content: 'y'.repeat(1024 ** 2) })}\n`;

    expect(await hook(shell, home, { payload, before: 'ulimit -f 64; ' })).toEqual(silent);

    expect(home.statuses()).toEqual(['writing']);
    expect(home.spool.read(home.names()[0]!).status).not.toBe('complete');
  });

  test('ends with 0 when not a byte can be written', async () => {
    await using home = installedHome();

    expect(await hook(shell, home, { payload: '{}\n', before: 'ulimit -f 0; ' })).toEqual(silent);
  });

  test('stays silent when nobody reads its output or its errors', async () => {
    await using home = installedHome();

    expect(await hook(shell, home, { payload: '{}\n', before: 'exec >&- 2>&-; ' })).toEqual(silent);

    expect(await home.complete()).toHaveLength(1);
  });

  test('leaves a stump, not an event, when it is killed inside a payload', async () => {
    await using home = installedHome();
    const child = start(shell, home, { event: 'PreToolUse' });
    child.stdin.write('{"half":');
    await until(() => home.names().some((name) => home.textOf(name).endsWith('{"half":')));

    process.kill(-child.pid!, 'SIGKILL');
    await once(child, 'exit');

    expect(home.statuses()).toEqual(['writing']);
    const later = Spool.open(home.spool.layout.folder, { graceMs: 0 });
    expect(later.read(home.names()[0]!)).toMatchObject({ status: 'broken', reason: 'incomplete', text: '{"half":' });
  });

  test('drops and counts while the spool is full', async () => {
    await using home = installedHome();
    writeFileSync(home.spool.layout.full, '');

    for (let i = 0; i < 3; i++) expect(await hook(shell, home, { payload: '{}\n' })).toEqual(silent);

    expect(await home.spool.backlog()).toMatchObject({ entries: 0, dropped: 3, full: true });
  });

  test('closes the spool itself when it has grown over its limits and no edge is there', async () => {
    await using home = installedHome({ entriesMax: 3, measureAlways: true });

    for (let i = 0; i < 6; i++) expect(await hook(shell, home, { payload: '{}\n' })).toEqual(silent);

    expect(await home.spool.backlog()).toMatchObject({ entries: 3, dropped: 3, full: true });
  });

  test('closes the spool by its size as well', async () => {
    await using home = installedHome({ kilobytesMax: 64, measureAlways: true });
    const payload = `${JSON.stringify({ content: 'y'.repeat(100_000) })}\n`;

    for (let i = 0; i < 2; i++) expect(await hook(shell, home, { payload })).toEqual(silent);

    expect(await home.spool.backlog()).toMatchObject({ entries: 1, dropped: 1, full: true });
  });

  test('answers a session start with a card that is still good, and only that', async () => {
    await using home = installedHome();
    const place = { home: home.path, projectDir: '/home/dev/shop api' };
    const text = 'Test: npm test — "é" \\ %s\nsecond line';
    writeCard(place, text, Date.now() + 60_000);

    const started = await hook(shell, home, { event: 'SessionStart', payload: '{}\n' });
    const prompted = await hook(shell, home, { event: 'UserPromptSubmit', payload: '{}\n' });

    expect(JSON.parse(started.stdout)).toEqual({
      hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext: text },
    });
    expect({ ...started, stdout: '' }).toEqual(silent);
    expect(prompted).toEqual(silent);
    expect(await home.complete()).toHaveLength(2);
  });

  test('says nothing from a card that expired, is half written, is removed, or is for another folder', async () => {
    await using home = installedHome();
    const place = { home: home.path, projectDir: '/home/dev/shop api' };
    const ask = (projectDir = place.projectDir) =>
      hook(shell, home, { event: 'SessionStart', payload: '{}\n', env: { CLAUDE_PROJECT_DIR: projectDir } });

    writeCard(place, 'old', Date.now() - 1000);
    expect(await ask()).toEqual(silent);

    writeCard(place, 'good', Date.now() + 60_000);
    expect(await ask('/home/dev')).toEqual(silent);
    expect(await ask('/home/dev/x/../shop api')).toEqual(silent);
    expect(await ask('')).toEqual(silent);
    removeCard(place);
    expect(await ask()).toEqual(silent);
  });
});

test('of 1,000 hooks, 8 at a time, with one harness pid and session, none is lost', async () => {
  await using home = installedHome();
  const shell = ['/bin/sh'];
  let next = 0;
  const worker = async () => {
    while (next < 1000) {
      const run = await hook(shell, home, { event: 'PreToolUse', payload: `{"n":${next++}}\n` });
      expect(run).toEqual(silent);
    }
  };

  await Promise.all(Array.from({ length: 8 }, worker));

  const numbers = (await home.complete()).map(({ payload }) => payload.n as number);
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
});

test('hooks that follow each other are listed in that order', async () => {
  await using home = installedHome();

  for (let n = 0; n < 50; n++) await hook(['/bin/sh'], home, { payload: `{"n":${n}}\n` });

  expect((await home.complete()).map(({ payload }) => payload.n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
});

test('two hooks that want one name both keep their event', async () => {
  await using home = installedHome();
  const spool = home.spool.layout.entries;
  const twice = `(${hookCommand(home.shim, 'Stop')}) <"$1"; (${hookCommand(home.shim, 'Stop')}) <"$1"`;
  const payload = join(home.path, 'payload');
  writeFileSync(payload, '{}\n');

  spawnSync('/bin/sh', ['-c', twice, 'sh', payload], { env: { CLAUDE_CODE_SESSION_ID: 'one' } });

  expect(readdirSync(spool).map((name) => name.replace(/\d+/, 'PID'))).toEqual(['one.PID.0', 'one.PID.1']);
});
