import { randomUUID } from 'node:crypto';
import type { Bus } from './bus.ts';
import { makePlayground, type Playground } from './claude-code/playground.ts';
import { type BedOf, makeBedOf, runAs } from './make-bed.ts';
import { type ScriptedModel, startScriptedModel } from './model/scripted-model.ts';

/** A person with Claude Code, and a bus that is hooked up to it. */
export type Bed = BedOf<ScriptedModel, Playground>;

export function makeBed(): Promise<Bed> {
  return makeBedOf(startScriptedModel, makePlayground, hookUp);
}

/** Runs `hookline install claude-code` as this person. */
export async function hookUp(bus: Bus, person: Pick<Playground, 'home' | 'project'>): Promise<void> {
  await runAs(bus, person, ['install', 'claude-code'], noFolder);
}

/** Runs `hookline uninstall claude-code` as this person; answers what it says it did. */
export async function unhook(bus: Bus, person: Playground): Promise<string> {
  const done = (await runAs(bus, person, ['uninstall', 'claude-code'], noFolder)) as { outcome: string };
  return done.outcome;
}

const noFolder = { CLAUDE_CONFIG_DIR: '' };

/** A session id chosen before the program starts, and the flags that make it take it. */
export function newSession(...flags: string[]): { id: string; flags: string[] } {
  const id = randomUUID();
  return { id, flags: ['--session-id', id, ...flags] };
}
