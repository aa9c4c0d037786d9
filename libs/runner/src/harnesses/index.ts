import type { HeadlessHarness } from '../harness.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { geminiCli } from './gemini-cli.ts';
import { goose } from './goose.ts';
import { openCode } from './opencode.ts';

/** Every harness that works without a person. A new one is a file here and a line below. */
export const headlessHarnesses: readonly HeadlessHarness[] = [claudeCode, openCode, codex, geminiCli, goose];

/** Throws for a name that no harness here has. */
export function headlessHarness(name: string): HeadlessHarness {
  const found = headlessHarnesses.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = headlessHarnesses.map((one) => one.name).join(', ');
  throw new Error(`no harness ${JSON.stringify(name)} can be started without a person; these can: ${names}`);
}
