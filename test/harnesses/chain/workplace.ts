import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from '@hookline/testing';
import { hookUp as hookUpClaudeCode } from '../bed.ts';
import type { Bus } from '../bus.ts';
import { type Playground, playgroundOf } from '../claude-code/playground.ts';
import { type ScriptedModel, startScriptedModel } from '../model/scripted-model.ts';
import { type Desk, makeDesk } from '../runner/desks.ts';

const commandLine = join(import.meta.dirname, '../../../services/cli/src/main.ts');
const recipes = join(import.meta.dirname, '../../../docs/examples/rules');
const waitMs = 60_000;

/** One machine: a checkout where a person works with Claude Code, and from which a runner starts OpenCode. */
export interface Workplace {
  readonly author: Playground;
  readonly model: ScriptedModel;
  readonly reviewer: Desk;
}

export async function makeWorkplace(resources: AsyncDisposableStack, bus: Bus): Promise<Workplace> {
  const model = resources.use(await startScriptedModel());
  const reviewer = await makeDesk.opencode!(resources, bus);
  const author = await playgroundOf(reviewer.person, model);
  await hookUpClaudeCode(bus, author);
  return { author, model, reviewer };
}

/** Puts rules of the examples in force, as they are. */
export function useRecipes(bus: Bus, ...names: readonly string[]): void {
  const folder = join(bus.home, 'rules');
  mkdirSync(folder, { recursive: true });
  for (const name of names) cpSync(join(recipes, `${name}.yaml`), join(folder, `${name}.yaml`));
}

/** Runs `hookline runner` at the reviewer's desk until it did one item. Resolves with what it said of its end. */
export async function runOnce(
  bus: Bus,
  { reviewer }: Workplace,
  queue: string,
): Promise<{ readonly outcome?: string; readonly error?: string }> {
  const args = ['runner', '--queue', queue, '--harness', reviewer.harness, '--once', '--wait', '60', '--json'];
  const child = spawn(process.execPath, [commandLine, ...args], {
    cwd: reviewer.person.project,
    env: { ...reviewer.environment, HOOKLINE_HOME: bus.home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await text(child.stdout);
  return JSON.parse(said.trim().split('\n').at(-1)!);
}

/** Makes this what agents of the project are told from now on. */
export async function teach(bus: Bus, project: string, statement: string): Promise<void> {
  const memory = async () => {
    const path = `/v1/memory?project=${encodeURIComponent(project)}&limit=100`;
    const { memories } = await bus.ask<{ memories: { id: string; status: string; statement: string }[] }>(path);
    return memories.find((one) => one.statement.includes(statement));
  };
  await bus.post('/v1/memory/remember', { as: 'directive', about: 'totals', statement, scope: 'project', project });
  const known = await eventually(memory, { timeoutMs: waitMs, what: `"${statement}" is known` });
  await bus.post(`/v1/memory/${known.id}/decisions`, { action: 'approve' });
  await eventually(async () => (await memory())?.status === 'active', { timeoutMs: waitMs, what: 'agents are told' });
}
