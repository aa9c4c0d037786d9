import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Bus } from './bus.ts';
import { makePlayground, type Playground } from './claude-code/playground.ts';
import { type ScriptedModel, startScriptedModel } from './model/scripted-model.ts';

/** Everything a scenario plays with: the scripted model, a person with Claude Code, and a bus that is hooked up to it. */
export interface Bed extends AsyncDisposable {
  readonly model: ScriptedModel;
  readonly person: Playground;
  readonly bus: Bus;
}

export async function makeBed(): Promise<Bed> {
  const resources = new AsyncDisposableStack();
  try {
    const model = resources.use(await startScriptedModel());
    const person = resources.use(await makePlayground(model));
    const bus = resources.use(await Bus.start());
    await hookUp(bus, person);
    return { model, person, bus, [Symbol.asyncDispose]: () => resources.disposeAsync() };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

/** Runs `hookline install claude-code` as this person. */
export async function hookUp(bus: Bus, person: Playground): Promise<void> {
  const { status, errorText } = await bus.hookline(['install', 'claude-code', '--json'], asPerson(person));
  expect(status, errorText).toBe(0);
}

/** Runs `hookline uninstall claude-code` as this person; answers what it says it did. */
export async function unhook(bus: Bus, person: Playground): Promise<string> {
  const { status, output, errorText } = await bus.hookline(['uninstall', 'claude-code', '--json'], asPerson(person));
  expect(status, errorText).toBe(0);
  return (JSON.parse(output) as { outcome: string }).outcome;
}

/** A session id chosen before the program starts, and the flags that make it take it. */
export function newSession(...flags: string[]): { id: string; flags: string[] } {
  const id = randomUUID();
  return { id, flags: ['--session-id', id, ...flags] };
}

function asPerson({ home, project }: Playground) {
  return { cwd: project, env: { HOME: home, CLAUDE_CONFIG_DIR: '' } };
}
