import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatCall, ChatReply } from '../model/openai-chat-reply.ts';
import { play } from '../model/reply.ts';
import { makeOpenCodeBed, type OpenCodeBed, sessionOf } from '../opencode/bed.ts';
import { bash, call } from '../opencode/calls.ts';
import { watchCheckout } from './checkouts.ts';
import { eventsOf, expectFilesAsTheyWere, filesAt, type Step, stepsOf } from './expect-files.ts';

const secret = 'sk-ant-api03-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6-QQAA';
const one = (...tools: ChatCall[]): ChatReply => ({ tools });

/** Reads, writes and edits by its tools, and what its shell does beside them. */
function work(project: string): ChatReply[] {
  const filePath = (name: string) => join(project, name);
  const read = (name: string) => call('read', { filePath: filePath(name) });
  const write = (name: string, content: string) => call('write', { filePath: filePath(name), content });
  const edit = (name: string, oldString: string, newString: string, replaceAll = false) =>
    call('edit', { filePath: filePath(name), oldString, newString, replaceAll });
  return [
    one(read('index.js'), read('old.js')),
    one(edit('index.js', 'open = true', 'open = false')),
    one(write('cart.js', 'export const cart = [];\nexport const size = 0;\nexport const last = null;\n')),
    one(edit('cart.js', 'export const size = 0;\n', '')),
    one(edit('cart.js', 'export', 'export /* shop */', true)),
    one(edit('cart.js', 'nowhere', 'x')),
    one(bash('git status --short && cat cart.js | head -2')),
    one(write('notes.txt', 'first\nsecond')),
    one(edit('notes.txt', 'second', 'second and more\n\tindented  ')),
    one(write('.env', `API_KEY=${secret}\n`)),
    one(write('deep/er/file.txt', 'ü ✓ 𝒳\n')),
    one(read('deep/er/file.txt'), read('index.js')),
    one(bash('git add -A && git mv notes.txt moved.txt')),
    one(read('moved.txt'), read('cart.js'), read('index.js')),
    one(bash("sed -i 's/shop/store/' index.js cart.js")),
    one(read('cart.js'), read('index.js')),
    one(edit('cart.js', 'store', 'market'), edit('index.js', 'store', 'market')),
    one(write('cart.js', 'export const cart = {};\n')),
    one(bash('unlink moved.txt; echo gone')),
    one(read('moved.txt')),
    one(write('moved.txt', 'here again\n')),
    one(read('index.js'), read('cart.js'), read('moved.txt')),
    one(bash('(sleep 2; echo late >> index.js) > /dev/null 2>&1 &')),
    one(read('index.js'), read('moved.txt')),
    one(bash('sleep 3')),
    one(read('index.js')),
    { text: 'All done.' },
  ];
}

const envelope = (...lines: string[]) =>
  call('apply_patch', { patchText: ['*** Begin Patch', ...lines, '*** End Patch'].join('\n') });

/** Patches, as models of one maker get a tool for them. */
function patchesOf(project: string): ChatReply[] {
  const read = (name: string) => call('read', { filePath: join(project, name) });
  return [
    one(read('index.js'), read('old.js')),
    one(
      envelope(
        '*** Add File: src/tax.js',
        '+export const tax = (x) => x * 0.2;',
        '+export const free = 0;',
        '*** Update File: index.js',
        '@@',
        '-export const open = true;',
        '+export const open = false;',
      ),
    ),
    one(
      envelope('*** Update File: src/tax.js', '*** Move to: src/vat.js', '@@', '-export const free = 0;', '+// none'),
    ),
    one(envelope('*** Update File: src/vat.js', '@@', '-no such line', '+x')),
    one(read('src/vat.js')),
    one(envelope('*** Delete File: old.js', '*** Update File: src/vat.js', '@@', ' // none', '+// at all')),
    one(bash('cat index.js && git status --short')),
    one(envelope('*** Update File: src/vat.js', '@@', '-// at all', '+// more')),
    one(envelope('*** Add File: last.txt', '+last')),
    one(bash('echo by hand >> index.js')),
    one(read('index.js'), read('last.txt')),
    one(envelope('*** Update File: index.js', '@@', '-by hand', '+by tool', '*** Delete File: src/vat.js')),
    { text: 'Patched.' },
  ];
}

describe('files of a session of OpenCode', () => {
  let bed: OpenCodeBed;
  beforeAll(async () => {
    bed = await makeOpenCodeBed();
    writeFileSync(join(bed.person.project, 'unread.txt'), 'nobody looks\n');
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  const run = async (script: string, replies: ChatReply[], flags: string[] = []) => {
    const checkouts = watchCheckout(bed.model, bed.person.project);
    bed.model.learn({ [script]: replies });
    const { status, session: native, errorText } = await bed.person.run(play(script), { flags });
    expect(status, errorText).toBe(0);
    const session = sessionOf(native);
    await bed.bus.settled(session);
    const steps: Step[] = stepsOf(bed.model.served(script), checkouts);
    const events = await eventsOf(bed.bus, session);
    const files = await filesAt(bed.bus, session, events.at(-1)!.position);
    return {
      session,
      steps,
      states: Object.fromEntries(files.map((file) => [file.path, file.why?.reason ?? file.state])),
    };
  };

  test('that reads, writes and edits are as in the checkout at 50 positions, or marked unknown', async () => {
    const { session, steps, states } = await run('work', work(bed.person.project));
    const { known, told } = await expectFilesAsTheyWere(bed.bus, session, steps);
    expect(states['index.js']).toMatch(/shell|overlap/);
    expect(states).not.toHaveProperty('unread.txt');
    // Its edits tell patches alone, and its reads no last line end: after a command little is known again.
    expect(known).toBeGreaterThan(told / 20);
  });

  test('that patches are as in the checkout at 50 positions, or marked unknown', async () => {
    writeFileSync(join(bed.person.project, 'index.js'), 'export const open = true;\n');
    const { session, steps, states } = await run('patches', patchesOf(bed.person.project), [
      '--model',
      'scripted/gpt-5-scripted',
    ]);
    const { known, told } = await expectFilesAsTheyWere(bed.bus, session, steps);
    expect(states['index.js']).toBeDefined();
    // Its edits tell patches alone, and its reads no last line end: after a command little is known again.
    expect(known).toBeGreaterThan(told / 20);
  });
});
