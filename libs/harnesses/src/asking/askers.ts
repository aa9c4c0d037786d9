import { claudeCodeAsks } from '../claude-code/asks.ts';
import { codexAsks } from '../codex/asks.ts';
import { geminiAsks } from '../gemini-cli/asks.ts';
import { gooseAsks } from '../goose/asks.ts';
import type { Asker } from './asker.ts';

/** The harnesses whose shims ask, and how. A new one is a file in its folder and a line here. */
const askers: readonly Asker[] = [claudeCodeAsks, codexAsks, geminiAsks, gooseAsks];

/** How a harness's hooks are told something; undefined where its shim never asks. */
export function findAsker(harness: string): Asker | undefined {
  return askers.find((one) => one.harness === harness);
}
