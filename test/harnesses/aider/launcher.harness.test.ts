import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeCard } from '@hookline/harnesses';
import { heldOut, holdOutSalt } from '@hookline/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AiderBed, makeAiderBed } from './bed.ts';
import { hookUp } from './playground.ts';
import { findPython } from './program.ts';
import { dataOf, lastSession, secondBegins, sessionAt } from './sessions.ts';

const project = 'github.com/acme/shop';
const card = '<hookline memory project="shop" ids="m1">\n- test: npm test (12 runs, all passed)\n</hookline>';

describe.skipIf(findPython() === undefined)('our launcher in front of a stand-in for Aider', () => {
  let bed: AiderBed;
  let chat: AiderBed['model'];
  let person: AiderBed['person'];
  let bus: AiderBed['bus'];
  beforeAll(async () => {
    bed = await makeAiderBed();
    ({ model: chat, person, bus } = bed);
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('a tour: commands that went well and badly, edits, a refusal, a fault, all by the model and by git', async () => {
    const typed = [
      '[[edit]] go',
      'y',
      '[[shell]] go',
      'y',
      'y',
      '[[shell]] again',
      'n',
      'n',
      '[[bad]] try',
      '[[flaky]] x',
    ];
    const { status } = await person.run(['src/cart.js'], {
      typed: [...typed, '[[refused]] y', '/run exit 4', '/exit'],
    });
    expect(status).toBe(0);
    const account = await lastSession(bus, person);
    expect(dataOf(account, 'prompt.submitted').map(({ text }) => text)).toEqual([
      '[[edit]] go',
      '[[shell]] go',
      '[[shell]] again',
      '[[bad]] try',
      '[[flaky]] x',
      '[[refused]] y',
      '/run exit 4',
      '/exit',
    ]);
    expect(dataOf(account, 'model.called').map(({ tokens }) => tokens)).toEqual(
      chat.usages.map(({ input, output }) => ({ input, output })),
    );
    const ended = [...dataOf(account, 'tool.finished'), ...dataOf(account, 'tool.failed')];
    const commands = ended.filter(({ tool }) => tool === 'shell');
    expect(commands.map(({ effects, exitCode }) => [(effects as { object: string }[])[0]!.object, exitCode])).toEqual([
      ['echo ran', 0],
      ['false', 1],
      ['exit 4', 4],
    ]);
    expect(dataOf(account, 'tool.denied')).toMatchObject([
      { tool: 'shell', by: 'person' },
      { tool: 'shell', by: 'person' },
    ]);
    expect(dataOf(account, 'tool.failed').map(({ tool, stage }) => [tool, stage])).toContainEqual(['edit', 'ran']);
    const written = dataOf(account, 'file.written');
    expect(written.map(({ path, how }) => [path, how]).sort()).toEqual([
      ['src/cart.js', 'edit'],
      ['src/tax.js', 'create'],
    ]);
    expect(written.every(({ hashAfter }) => String(hashAfter).startsWith('sha256:'))).toBe(true);
    const git = spawnSync('git', ['log', '-1', '--format=%h'], { cwd: person.project, encoding: 'utf8' });
    expect(dataOf(account, 'commit.made')).toMatchObject([{ commit: git.stdout.trim(), automatic: true }]);
    expect(dataOf(account, 'turn.failed')).toMatchObject([{ error: 'BadRequestError' }]);
    expect(account.session).toMatchObject({ state: 'ended', openCalls: 0, endReason: '/exit' });
    expect(account.session.completeness).toMatchObject({ missing: [], unmapped: 0, dropped: 0 });
  });

  test('the card of the project is read by the model unless the session is held out, and is nobody’s words', async () => {
    const place = { home: bus.home, projectDir: person.project };
    const tell = async () => {
      writeCard(place, card, Date.now() + 600_000, holdOutSalt(project));
      const asked = chat.requests.length;
      // The edge would put a card of its own in this one's place.
      bus.freeze();
      await person.run(['--message', '[[plain]] hello']);
      bus.thaw();
      const account = await lastSession(bus, person);
      const isHeldOut = heldOut(project, account.events[0]!.session);
      expect(JSON.stringify(chat.requests[asked]).includes('npm test (12 runs, all passed)')).toBe(!isHeldOut);
      const [told, ...others] = dataOf(account, 'memory.injected');
      expect([told?.surface, told?.memories, told?.heldOut ?? false]).toEqual(['session-start', ['m1'], isHeldOut]);
      expect(others).toEqual([]);
      const rest = account.events.filter(({ type }) => !type.includes('memory.injected'));
      expect(JSON.stringify(rest)).not.toContain('12 runs');
      return isHeldOut;
    };
    while (await tell()) await secondBegins();
    writeCard(place, card, Date.now() - 1_000);
    await secondBegins();
    await person.run(['--message', '[[plain]] hello again']);
    expect(JSON.stringify(chat.requests.at(-1))).not.toContain('12 runs');
  });

  test('killed in the middle of a command, it is complete and in order after the edge looked again', async () => {
    await secondBegins();
    const child = person.start(['src/cart.js']);
    child.stdin!.write('/run touch begun; sleep 5\n');
    await expect.poll(() => existsSync(join(person.project, 'begun')), { timeout: 20_000 }).toBe(true);
    child.kill('SIGKILL');
    const isThere = ({ events }: { events: readonly unknown[] }) => events.length >= 3;
    const account = await lastSession(bus, person, isThere);
    expect(dataOf(account, 'prompt.submitted').map(({ text }) => text)).toEqual(['/run touch begun; sleep 5']);
    expect(dataOf(account, 'tool.started')).toHaveLength(1);
    expect(dataOf(account, 'tool.finished')).toHaveLength(0);
  });

  test('a session without any edge is told when it is back, and arguments, output and status are those of plain Aider', async () => {
    await bus.crash();
    const ours = await person.run(['--message', '[[plain]] alone']);
    await secondBegins();
    const plain = await person.run(['--message', '[[plain]] alone'], { command: 'aider' });
    const withoutCounts = (text: string) => text.replaceAll(/\d+ received/g, 'n received');
    expect(withoutCounts(ours.output)).toBe(withoutCounts(plain.output));
    expect(ours.status).toBe(plain.status);
    await bus.start();
    const account = await bus.settled(await sessionAt(bus, person, -2));
    expect(dataOf(account, 'message.sent')).toMatchObject([{ text: 'Hello, this is a plain answer.' }]);
    expect(account.session.state).toBe('ended');
  });

  test('uninstalled, nothing is left', async () => {
    await hookUp(bus, person, 'uninstall');
    const found = spawnSync('find', [person.home, '-type', 'f'], { encoding: 'utf8' });
    expect(found.stdout).toBe('');
  });
});
