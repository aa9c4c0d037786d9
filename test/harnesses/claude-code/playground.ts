import { join } from 'node:path';
import type { ScriptedModel } from '../model/scripted-model.ts';
import { environmentOf, makePerson, type Person } from '../person.ts';
import type { Ended } from '../running-program.ts';
import { findClaudeCode } from './program.ts';
import { RunningClaudeCode } from './running-claude-code.ts';
import type { StreamLine } from './stream-json.ts';

interface RunOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A person whose Claude Code talks to a scripted model. */
export interface Playground extends Person {
  /** Where this person's settings of Claude Code are. */
  readonly settingsFile: string;
  /** The real program, and all that it sees of an environment. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs one prompt headless and waits for its end. */
  run(prompt: string, options?: RunOptions): Promise<Ended<StreamLine>>;
  /** Starts one prompt headless. */
  start(prompt: string, options?: RunOptions): RunningClaudeCode;
  /** Starts the program for prompts over stdin. */
  converse(options?: RunOptions): RunningClaudeCode;
}

export async function makePlayground(model: ScriptedModel): Promise<Playground> {
  const person = await makePerson({
    'index.js': "export const name = 'shop';\nexport const open = true;\n",
    'CLAUDE.md': '# Shop\n\nKeep it small.\n',
  });
  return playgroundOf(person, model);
}

/** Claude Code of a person who may have other harnesses besides. */
export async function playgroundOf(person: Person, model: ScriptedModel): Promise<Playground> {
  const program = await findClaudeCode();
  const { home, project: cwd } = person;
  const env = environmentOf(home, {
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: 'not-a-key',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
  });
  const printing = ['-p', '--output-format', 'stream-json', '--verbose'];

  const begin = (args: readonly string[], { flags = [], env: more = {} }: RunOptions) =>
    new RunningClaudeCode(program, [...args, ...flags], { cwd, env: { ...env, ...more }, input: true });
  const start = (prompt: string, options: RunOptions = {}) => {
    const running = begin([...printing, prompt], options);
    running.endInput();
    return running;
  };
  return {
    ...person,
    settingsFile: join(home, '.claude', 'settings.json'),
    program,
    environment: env,
    start,
    run: (prompt, options) => start(prompt, options).ended,
    converse: (options = {}) => begin([...printing, '--input-format', 'stream-json'], options),
  };
}
