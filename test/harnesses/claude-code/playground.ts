import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@hookline/testing';
import type { ScriptedModel } from '../model/scripted-model.ts';
import { findClaudeCode } from './program.ts';
import { type Ended, RunningProgram } from './running-program.ts';

interface RunOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A person who has nothing but an empty home and one small project, and whose Claude Code talks to a scripted model. */
export interface Playground extends AsyncDisposable {
  readonly home: string;
  readonly project: string;
  /** Where this person's settings of Claude Code are. */
  readonly settingsFile: string;
  /** Runs one prompt headless and waits for its end. */
  run(prompt: string, options?: RunOptions): Promise<Ended>;
  /** Starts one prompt headless. */
  start(prompt: string, options?: RunOptions): RunningProgram;
  /** Starts the program for prompts over stdin. */
  converse(options?: RunOptions): RunningProgram;
}

export async function makePlayground(model: ScriptedModel): Promise<Playground> {
  const program = await findClaudeCode();
  const folder = await tempDir();
  const home = join(folder.path, 'home');
  const project = join(folder.path, 'shop');
  makeProject(project, home);
  const env = environmentOf(home, model.url);
  const printing = ['-p', '--output-format', 'stream-json', '--verbose'];

  const begin = (args: readonly string[], { flags = [], env: more = {} }: RunOptions) =>
    new RunningProgram(program, [...args, ...flags], { cwd: project, env: { ...env, ...more } });
  const start = (prompt: string, options: RunOptions = {}) => {
    const running = begin([...printing, prompt], options);
    running.endInput();
    return running;
  };
  return {
    home,
    project,
    settingsFile: join(home, '.claude', 'settings.json'),
    start,
    run: (prompt, options) => start(prompt, options).ended,
    converse: (options = {}) => begin([...printing, '--input-format', 'stream-json'], options),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function makeProject(project: string, home: string): void {
  mkdirSync(home, { recursive: true });
  mkdirSync(project);
  writeFileSync(join(project, 'index.js'), "export const name = 'shop';\nexport const open = true;\n");
  writeFileSync(join(project, 'CLAUDE.md'), '# Shop\n\nKeep it small.\n');
  const git = (...args: string[]) =>
    spawnSync('git', args, { cwd: project, env: { PATH: process.env.PATH, HOME: home } });
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
}

/** The program sees this and nothing of the machine's own environment: no key, no configuration of anybody. */
function environmentOf(home: string, modelUrl: string): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    USER: 'dev',
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    TERM: 'dumb',
    ANTHROPIC_BASE_URL: modelUrl,
    ANTHROPIC_API_KEY: 'not-a-key',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
  };
}
