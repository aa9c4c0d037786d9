import type { Environment } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';

/** What harnesses set for the programs that their agents run. */
const marks: readonly (readonly [string, string])[] = [
  ['CLAUDECODE', 'Claude Code'],
  ['CODEX_THREAD_ID', 'Codex'],
  ['CODEX_SANDBOX', 'Codex'],
  ['GEMINI_CLI', 'Gemini CLI'],
  ['OPENCODE', 'OpenCode'],
  ['GOOSE_TERMINAL', 'Goose'],
  ['CURSOR_AGENT', 'Cursor'],
];

/** The harness whose agent runs this command; undefined where it looks as if a person does. */
export function agentAround(env: Environment): string | undefined {
  return marks.find(([name]) => env[name] !== undefined && env[name] !== '' && env[name] !== '0')?.[1];
}

/**
 * Throws where an agent runs the command: what agents are told is for people to decide. It keeps an agent from being
 * talked into it; what keeps one out that wants to is that its machine has no administrator's token.
 */
export function forPeople(env: Environment, what: string): void {
  const harness = agentAround(env);
  if (harness === undefined) return;
  throw new CommandError(`${what} is for a person: this runs inside ${harness}`, {
    hint: 'run it in a terminal of your own, or decide in the console (`hookline console`)',
    exitCode: exitCode.usage,
  });
}

/** Kinds of events by which people settle what agents are told and may do; a remembered statement may claim to be a person's. */
const settling =
  /^(memory\.(curated|extracted|judged|recorded|remembered|revoked)|project\.aliased|skill\.published|team\.changed|(approval|orchestration|policy|rule)\..*|steer\.sent)$/;

/** Throws where an agent would publish as an event what it may not decide by a command. */
export function forPeopleToPublish(env: Environment, kind: string): void {
  if (settling.test(kind)) forPeople(env, `publishing ${kind}`);
}
