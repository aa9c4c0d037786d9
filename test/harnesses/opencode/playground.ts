import { join } from 'node:path';
import { environmentOf, makePerson, type Person } from '../person.ts';
import { type Ended, RunningProgram } from '../running-program.ts';
import { findOpenCode } from './program.ts';

/** One line of `opencode run --format json`. */
interface OpenCodeLine {
  readonly type: string;
  readonly sessionID?: string;
  readonly part?: {
    readonly type: string;
    readonly tool?: string;
    readonly callID?: string;
    readonly text?: string;
    readonly state?: { readonly status: string };
  };
}

interface OpenCodeOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A person whose OpenCode talks to a scripted model. */
export interface OpenCodePlayground extends Person {
  /** The real program, and all that it sees of an environment. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of OpenCode's configuration. */
  readonly configDir: string;
  /** Runs one prompt headless and waits for its end. */
  run(prompt: string, options?: OpenCodeOptions): Promise<Ended<OpenCodeLine>>;
  /** Starts one prompt headless. */
  start(prompt: string, options?: OpenCodeOptions): RunningProgram<OpenCodeLine>;
}

/** `modelUrl` is without `/v1`. */
export async function makeOpenCodePlayground(modelUrl: string): Promise<OpenCodePlayground> {
  const program = await findOpenCode();
  const files = {
    'index.js': "export const name = 'shop';\nexport const open = true;\n",
    'old.js': 'export const old = 1;\n',
    'opencode.json': JSON.stringify(settingsOf(modelUrl), null, 2),
  };
  const person = await makePerson(files, { committed: true });
  const env = environmentOf(person.home, {
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
  });
  const start = (prompt: string, { flags = [], env: more = {} }: OpenCodeOptions = {}) =>
    new RunningProgram<OpenCodeLine>(program, ['run', '--format', 'json', ...flags, prompt], {
      cwd: person.project,
      env: { ...env, ...more },
      sessionIn: (lines) => lines.find(({ sessionID }) => sessionID !== undefined)?.sessionID,
    });
  return {
    ...person,
    program,
    environment: env,
    configDir: join(person.home, '.config', 'opencode'),
    start,
    run: (prompt, options) => start(prompt, options).ended,
  };
}

/** The settings of the project: the scripted model alone, and one command that is asked for, one that is refused. */
function settingsOf(modelUrl: string) {
  const limit = { context: 128_000, output: 8_192 };
  return {
    $schema: 'https://opencode.ai/config.json',
    autoupdate: false,
    share: 'disabled',
    model: 'scripted/main',
    small_model: 'scripted/small',
    permission: { bash: { '*': 'allow', 'rm *': 'ask', 'git push*': 'deny' } },
    provider: {
      scripted: {
        npm: '@ai-sdk/openai-compatible',
        name: 'Scripted',
        options: { baseURL: `${modelUrl}/v1`, apiKey: 'not-a-key' },
        models: {
          main: { name: 'Main', limit, cost: { input: 3, output: 15, cache_read: 0.3 }, tool_call: true },
          small: { name: 'Small', limit },
          tiny: { name: 'Tiny', limit: { context: 12_000, output: 1_000 }, tool_call: true },
          'gpt-5-scripted': { name: 'Patching', limit, tool_call: true },
        },
      },
    },
  };
}
