import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { bash, play, type Reply, type ToolUse } from '../model/reply.ts';
import { watchCheckout } from './checkouts.ts';
import { eventsOf, expectFilesAsTheyWere, filesAt, type Step, stepsOf } from './expect-files.ts';

/** An agent that reads, writes, edits, moves and deletes, by its tools and by its shell, some of it at the same time. */
function work(project: string): Reply[] {
  const at = (name: string) => join(project, name);
  const read = (name: string): ToolUse => ({ name: 'Read', input: { file_path: at(name) } });
  const write = (name: string, content: string): ToolUse => ({
    name: 'Write',
    input: { file_path: at(name), content },
  });
  const edit = (name: string, from: string, to: string, all = false): ToolUse => ({
    name: 'Edit',
    input: { file_path: at(name), old_string: from, new_string: to, replace_all: all },
  });
  const one = (...tools: ToolUse[]): Reply => ({ tools });
  return [
    one(read('index.js'), read('CLAUDE.md')),
    one(edit('index.js', 'open = true', 'open = false')),
    one(write('cart.js', 'export const cart = [];\nexport const size = 0;\nexport const last = null;\n')),
    one(edit('cart.js', 'export const size = 0;', '')),
    one(edit('cart.js', 'export', 'export /* shop */', true)),
    one(bash('git status --short && cat cart.js | head -2')),
    one(edit('cart.js', 'nowhere', 'x')),
    one(write('notes.txt', 'first\nsecond')),
    one(edit('notes.txt', 'second', 'second and more\n\tindented  ')),
    one(bash('mv notes.txt moved.txt')),
    one(read('moved.txt'), read('cart.js'), read('index.js')),
    one(bash("printf 'by hand\\n' >> cart.js")),
    one(edit('index.js', 'shop', 'store')),
    one(read('cart.js'), read('index.js')),
    one(edit('cart.js', 'by hand', 'by tool'), edit('index.js', 'store', 'market')),
    one(bash('rm moved.txt; echo gone')),
    one(read('moved.txt')),
    one(write('moved.txt', 'here again\n')),
    one(bash('sleep 1; echo late >> index.js', { run_in_background: true })),
    one(read('index.js'), read('moved.txt')),
    one(bash('sleep 2')),
    one(read('index.js'), read('cart.js'), read('moved.txt')),
    one(
      write(
        '.env',
        'API_KEY=sk-ant-api03-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6-QQAA\n',
      ),
    ),
    one(read('.env')),
    one(edit('moved.txt', 'here', 'still here'), write('empty.txt', '')),
    one(write('deep/er/file.txt', 'ü ✓ 𝒳\n')),
    one(read('deep/er/file.txt'), bash('ls'), read('index.js')),
    { text: 'All done.' },
  ];
}

describe('files of a session of Claude Code', () => {
  let bed: Bed;
  let session: string;
  let steps: Step[];

  beforeAll(async () => {
    bed = await makeBed();
    const { project } = bed.person;
    const native = newSession('--allowedTools', 'Read,Write,Edit,Bash');
    session = `claude-code:${native.id}`;
    const checkouts = watchCheckout(bed.model, project);
    writeFileSync(join(project, 'unread.txt'), 'nobody looks\n');
    bed.model.learn({ work: work(project) });
    const ended = await bed.person.run(play('work'), native);
    expect(ended.status).toBe(0);
    await bed.bus.settled(native.id);
    steps = stepsOf(bed.model.servedTo(native.id), checkouts);
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('are byte for byte as in the checkout at 50 positions, or marked unknown', async () => {
    const { known, told } = await expectFilesAsTheyWere(bed.bus, session, steps);
    expect(known).toBeGreaterThan(told / 3);
  });

  test('are known at the end where they were seen, and unknown where not', async () => {
    const events = await eventsOf(bed.bus, session);
    const files = await filesAt(bed.bus, session, events.at(-1)!.position);
    const states = Object.fromEntries(files.map(({ path, state, why }) => [path, why?.reason ?? state]));
    expect(states).toMatchObject({ '.env': 'redacted', 'deep/er/file.txt': 'known', 'empty.txt': 'known' });
    expect(states).not.toHaveProperty('unread.txt');
  });
});
