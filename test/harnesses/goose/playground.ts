import { environmentOf, makePerson, type Person } from '../person.ts';
import { type Ended, RunningProgram } from '../running-program.ts';
import { findGoose } from './program.ts';

interface GooseOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A person whose Goose talks to a scripted model. */
export interface GoosePlayground extends Person {
  /** The real program, and all that it sees of an environment. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs one prompt headless and waits for its end. */
  run(prompt: string, options?: GooseOptions): Promise<Ended<unknown>>;
  /** Starts one prompt headless. */
  start(prompt: string, options?: GooseOptions): RunningProgram;
}

/** `modelUrl` is without `/v1`. */
export async function makeGoosePlayground(modelUrl: string): Promise<GoosePlayground> {
  const program = await findGoose();
  const person = await makePerson({ 'index.js': "export const name = 'shop';\nexport const open = true;\n" });
  const env = environmentOf(person.home, {
    GOOSE_PROVIDER: 'openai',
    GOOSE_MODEL: 'scripted',
    GOOSE_MODE: 'auto',
    GOOSE_DISABLE_KEYRING: '1',
    GOOSE_TELEMETRY_ENABLED: 'false',
    OPENAI_HOST: modelUrl,
    OPENAI_API_KEY: 'not-a-key',
  });
  const start = (prompt: string, { flags = [], env: more = {} }: GooseOptions = {}) =>
    new RunningProgram(program, ['run', '--output-format', 'stream-json', ...flags, '-t', prompt], {
      cwd: person.project,
      env: { ...env, ...more },
      // Its banner names it.
      sessionIn: (_lines, output) => /\b\d{8}_\d+\b/.exec(output)?.[0],
    });
  return {
    ...person,
    program,
    environment: env,
    start,
    run: (prompt, options) => start(prompt, options).ended,
  };
}
