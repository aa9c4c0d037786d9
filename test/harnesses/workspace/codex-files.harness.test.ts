import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CodexBed, makeCodexBed, sessionOf } from '../codex/bed.ts';
import { patch, shell } from '../codex/scripts.ts';
import type { ResponsesCall, ResponsesReply } from '../model/openai-responses-script.ts';
import { play } from '../model/reply.ts';
import { watchCheckout } from './checkouts.ts';
import { eventsOf, expectFilesAsTheyWere, filesAt, type Step, stepsOf } from './expect-files.ts';

const secret = 'sk-ant-api03-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6-QQAA';
const one = (...tools: ResponsesCall[]): ResponsesReply => ({ tools });
const added = (path: string, ...lines: string[]) => [`*** Add File: ${path}`, ...lines.map((line) => `+${line}`)];

/** An agent that patches, moves and deletes by its tool and by its shell, some of it at the same time. */
const work: ResponsesReply[] = [
  one(shell('cat cart.js'), shell('cat legacy.txt')),
  one(
    patch(
      ...added('src/tax.js', 'export const tax = (x) => x * 0.2;', '', 'export const free = 0;'),
      '*** Update File: cart.js',
      '@@',
      '-export const total = (xs) => xs.reduce((a, b) => a + b, 0);',
      '+export const total = (xs) => xs.reduce((a, b) => a + b.price, 0);',
      '+export const none = [];',
      '*** Delete File: legacy.txt',
    ),
  ),
  one(
    patch('*** Update File: src/tax.js', '*** Move to: src/vat.js', '@@', '-', '+// none', ' export const free = 0;'),
  ),
  one(shell('git status --short && cat src/vat.js')),
  one(patch('*** Update File: cart.js', '@@', '-no such line', '+x')),
  one(shell('cat cart.js'), shell('cat src/vat.js')),
  one(patch(...added('src/tax.js', 'again'), '*** Update File: cart.js', '@@', '-no such line', '+x')),
  one(shell('cat src/vat.js'), shell('cat cart.js'), shell('cat src/tax.js')),
  one(shell("sed -i 's/none/nothing/' cart.js")),
  one(patch('*** Update File: src/vat.js', '@@', ' // none', '+export const more = 1;')),
  one(shell('cat cart.js'), shell('cat vat.js', { workdir: 'src' })),
  one(patch('*** Update File: cart.js', '@@', '-export const nothing = [];', '+export const nothing = {};')),
  one(patch(...added('open.txt', 'a', 'b'))),
  one(shell('git add -A && git mv open.txt moved.txt')),
  one(shell('cd src && cat vat.js'), shell('cat moved.txt')),
  one(patch('*** Update File: moved.txt', '*** Move to: deep/er/file.txt', '@@', ' a', '-b', '+ü ✓ 𝒳')),
  one(shell("printf 'no end' > cart.js")),
  one(shell('cat cart.js')),
  one(patch('*** Update File: cart.js', '@@', '-no end', '+an end')),
  one(patch('*** Update File: cart.js', '@@', ' an end', '+and more', '*** Delete File: src/vat.js')),
  one(shell('rm cart.js; echo gone')),
  one(patch(...added('cart.js', 'here again'))),
  one(shell('sleep 2; echo late >> cart.js', { yield_time_ms: 300 })),
  one(shell('cat cart.js'), shell('cat deep/er/file.txt')),
  one(shell('sleep 4')),
  one(shell('cat cart.js'), shell('cat deep/er/file.txt')),
  one(patch('*** Update File: cart.js', '@@', ' here again', '-late', '+on time')),
  one(patch(...added('.env', `API_KEY=${secret}`))),
  one(patch('*** Update File: .env', '@@', ` API_KEY=${secret}`, '+DEBUG=1')),
  one(shell('cat .env')),
  one(patch('*** Delete File: deep/er/file.txt')),
  one(patch('*** Update File: cart.js', '@@', '-on time', '*** End of File')),
  one(shell('ln cart.js twin.js')),
  one(shell('cat cart.js'), shell('cat twin.js')),
  one(patch('*** Update File: cart.js', '@@', '-here again', '+here for good')),
  one(shell('cat cart.js'), shell('ls')),
  { text: 'All done.' },
];

describe('files of a session of Codex', () => {
  let bed: CodexBed;
  let session: string;
  let steps: Step[];

  beforeAll(async () => {
    bed = await makeCodexBed();
    const { project } = bed.person;
    writeFileSync(join(project, 'unread.txt'), 'nobody looks\n');
    const checkouts = watchCheckout(bed.model, project);
    bed.model.learn({ work });
    const ended = await bed.person.run(play('work'));
    expect(ended.status, ended.errorText).toBe(0);
    session = sessionOf(ended);
    await bed.bus.settled(session);
    steps = stepsOf(bed.model.served(ended.session), checkouts);
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
    expect(states).toMatchObject({ '.env': 'redacted', 'cart.js': 'known', 'twin.js': 'twin' });
    expect(states).not.toHaveProperty('unread.txt');
  });
});
