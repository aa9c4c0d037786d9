import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { expectAccount } from '../expect-account.ts';
import { bash, play } from '../model/reply.ts';

describe('what was not allowed', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('a call that needs a permission and finds nobody to ask is denied, and changes no file', async () => {
    const file = join(bed.person.project, 'unwanted.txt');
    bed.model.learn({
      nobody: [
        { text: 'I try to write.', tools: [{ name: 'Write', input: { file_path: file, content: 'x' } }] },
        { tools: [bash('touch made-by-bash')] },
        { text: 'Nothing was allowed.' },
      ],
    });
    const session = newSession();
    const { status, lines } = await bed.person.run(play('nobody'), session);
    const account = await bed.bus.settled(session.id);

    expect(status).toBe(0);
    expectAccount(account, bed.model.servedTo(session.id), lines);
    expect(account.of('call').map(({ tool, outcome }) => [tool, outcome])).toEqual([
      ['Write', 'denied'],
      ['Bash', 'denied'],
    ]);
    expect(account.of('file')).toEqual([]);
    expect(account.session.openCalls).toBe(0);
  });

  test('a deny rule denies, whatever else is allowed', async () => {
    mkdirSync(join(bed.person.project, '.claude'));
    writeFileSync(
      join(bed.person.project, '.claude', 'settings.local.json'),
      JSON.stringify({ permissions: { deny: ['Bash(rm:*)'] } }),
    );
    bed.model.learn({
      rule: [{ tools: [bash('rm -rf ./nothing'), bash('echo allowed')] }, { text: 'One was refused.' }],
    });
    const session = newSession('--allowedTools', 'Bash');
    const { lines } = await bed.person.run(play('rule'), session);
    const account = await bed.bus.settled(session.id);

    const served = bed.model.servedTo(session.id);
    expectAccount(account, served, lines);
    const [refused, allowed] = served[0]!.tools;
    expect(account.call(refused!.id)).toMatchObject({ outcome: 'denied', deniedBy: 'rule', exitCode: null });
    expect(account.call(allowed!.id)).toMatchObject({ outcome: 'ok', exitCode: 0 });
  });
});
