import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '@hookline/db';
import { parsePolicy } from '@hookline/rules';
import { newEvent, readEvent } from '@hookline/schemas';
import { tempDir, testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { publishPolicies } from './commands.ts';
import { policiesFollower } from './follow.ts';
import { readPolicyFolder } from './policy-folder.ts';
import { readPack, readPolicies } from './read-policies.ts';

const policy = (name: string, more = '', decide = 'deny') => `policy: ${name}
${more}
clauses: [{ where: 'data.tool == "Bash"', decide: ${decide}, reason: because }]
tests: [{ given: { data: { tool: Bash } }, expect: { decide: deny } }]
`;

async function bed() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db = stack.use(await openDatabase(database.url));
  const folder = stack.use(await tempDir());
  return {
    db,
    write: (name: string, text: string) => writeFile(join(folder.path, name), text),
    remove: (name: string) => rm(join(folder.path, name)),
    /** Reads the folder; answers what is in force. */
    async load() {
      await publishPolicies(db, await readPolicyFolder(folder.path));
      return (await readPack(db, undefined)).policies.map(({ policy: name, mode }) => `${name} ${mode}`);
    },
    async said() {
      const rows = await db.kysely.deleteFrom('outbox').returning(['number', 'event']).execute();
      const events = rows.toSorted((a, b) => a.number - b.number).map(({ event }) => readEvent(event!)!);
      return events.map(({ kind, subject }) => `${kind} ${subject}`);
    },
    faults: async () =>
      (await db.kysely.selectFrom('policyFaults').selectAll().execute()).map(({ message }) => message),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('policies come into force, change and go with their files, and the log says so once', async () => {
  await using here = await bed();
  await here.write('a.yaml', policy('a'));
  await here.write('b.yaml', policy('b', 'mode: enforce'));
  expect(await here.load()).toEqual(['a shadow', 'b enforce']);
  expect(await here.load()).toEqual(['a shadow', 'b enforce']);
  expect(await here.said()).toEqual(['policy.published a', 'policy.published b']);

  await here.write('a.yaml', policy('a', 'mode: enforce'));
  await here.remove('b.yaml');
  expect(await here.load()).toEqual(['a enforce']);
  expect(await here.said()).toEqual(['policy.withdrawn b', 'policy.published a']);

  await here.write('b.yaml', policy('b', 'mode: enforce'));
  expect(await here.load()).toEqual(['a enforce', 'b enforce']);
  expect(await here.said()).toEqual(['policy.published b']);
});

test('a file that has a fault now leaves the version that stood in force', async () => {
  await using here = await bed();
  await here.write('a.yaml', policy('a', 'mode: enforce'));
  await here.load();
  const { tag } = await readPack(here.db, undefined);
  for (const [text, fault] of [
    [policy('a', 'mod: enforce'), /^a\.yaml:2:\d+: .*nearest is mode/],
    [policy('a', 'mode: enforce', 'ask'), /^a\.yaml: its test 1 found ask, expected deny/],
    ['policy: [', /^a\.yaml:1/],
  ] as const) {
    await here.write('a.yaml', text);
    expect(await here.load()).toEqual(['a enforce']);
    expect((await here.faults()).join()).toMatch(fault);
    expect((await readPack(here.db, undefined)).tag).toBe(tag);
  }
  await here.remove('a.yaml');
  expect(await here.load()).toEqual([]);
  expect(await here.faults()).toEqual([]);
});

test('a token of one project sees what is for it, and counts of it alone', async () => {
  await using here = await bed();
  await here.write('all.yaml', policy('all'));
  await here.write('shop.yaml', policy('shop', 'projects: [shop, bank]'));
  await here.write('bank.yaml', policy('bank', 'projects: [bank]'));
  await here.load();
  const decided = (project: string, at: number) => ({
    position: at,
    event: readEvent(
      newEvent({
        kind: 'guard.decided',
        id: `decided-${at}`,
        source: 'urn:test',
        time: '2026-11-23T08:00:00.000Z',
        origin: 'hook',
        project,
        session: 'codex:1',
        data: { policy: 'all', version: '1', tool: 'Bash', decision: 'deny', mode: 'shadow' },
      }),
    )!,
  });
  const log = [decided('shop', 1), decided('bank', 2), decided('bank', 3)];
  for (let n = 0; n < 2; n += 1) await here.db.transaction((trx) => policiesFollower.follow(trx, log));

  const shown = await readPolicies(here.db, 'shop');
  expect(shown.map(({ policy: name, projects, path }) => [name, projects, path])).toEqual([
    ['all', null, null],
    ['shop', ['shop'], null],
  ]);
  expect(shown[0]!.decided).toEqual({ shadow: { deny: 1 } });
  const pack = await readPack(here.db, 'shop');
  expect(JSON.stringify([shown, pack])).not.toContain('bank');
  expect(parsePolicy(pack.policies[1]!.text, 'shop').file.projects).toEqual(['shop']);
  expect((await readPolicies(here.db, undefined)).map(({ policy: name }) => name)).toEqual(['all', 'bank', 'shop']);
  expect((await readPolicies(here.db, undefined))[0]!.decided).toEqual({ shadow: { deny: 3 } });
});
