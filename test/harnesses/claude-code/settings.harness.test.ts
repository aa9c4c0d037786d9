import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hookUp, newSession, unhook } from '../bed.ts';
import { Bus } from '../bus.ts';
import { bash, play } from '../model/reply.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import { makePlayground, type Playground } from './playground.ts';

/** A file a person has edited by hand, with hooks of its own. */
const oddSettings = `\t{ "model" : "claude-sonnet-4-5",\r
  "env": {"SHOP_MODE":"test"},   "permissions":{ "allow":["Bash(echo:*)"] },\r
\t"hooks": {"Stop":[ {"hooks":[{"type":"command","command":"echo '{}' > stopped.json"}]} ]}
}`;

describe('settings after uninstall', () => {
  let model: ScriptedModel;
  let bus: Bus;
  beforeAll(async () => {
    model = await startScriptedModel();
    model.learn({ echo: [{ tools: [bash('echo hello')] }, { text: 'Said.' }] });
    bus = await Bus.start();
  });
  afterAll(async () => {
    await bus?.[Symbol.asyncDispose]();
    await model?.[Symbol.asyncDispose]();
  });

  const runOnce = async (person: Playground) => {
    const session = newSession();
    const { status } = await person.run(play('echo'), session);
    expect(status).toBe(0);
    return session.id;
  };

  test('are byte for byte as they were, whatever their form, and their own hooks worked all the time', async () => {
    await using person = await makePlayground(model);
    mkdirSync(dirname(person.settingsFile), { recursive: true });
    writeFileSync(person.settingsFile, oddSettings);
    await hookUp(bus, person);
    await hookUp(bus, person);
    const id = await runOnce(person);
    const account = await bus.settled(id);
    expect(account.of('call')).toMatchObject([{ outcome: 'ok' }]);
    expect(existsSync(`${person.project}/stopped.json`)).toBe(true);

    expect(await unhook(bus, person)).toBe('restore');
    expect(readFileSync(person.settingsFile, 'utf8')).toBe(oddSettings);
    const later = await runOnce(person);
    await bus.caughtUp();
    expect(await bus.account(later)).toBeUndefined();
  });

  test('are gone where there were none', async () => {
    await using person = await makePlayground(model);
    await hookUp(bus, person);
    await bus.settled(await runOnce(person));
    await unhook(bus, person);
    expect(existsSync(person.settingsFile)).toBe(false);
  });

  test('lose only our entries where they were edited since', async () => {
    await using person = await makePlayground(model);
    mkdirSync(dirname(person.settingsFile), { recursive: true });
    writeFileSync(person.settingsFile, oddSettings);
    await hookUp(bus, person);
    const edited = readFileSync(person.settingsFile, 'utf8').replace('"test"', '"live"');
    writeFileSync(person.settingsFile, edited);
    expect(await unhook(bus, person)).toBe('remove-entries');
    const left = readFileSync(person.settingsFile, 'utf8');
    expect(JSON.parse(left)).toEqual(JSON.parse(oddSettings.replace('"test"', '"live"')));
    expect(left).not.toContain(bus.home);
  });
});
