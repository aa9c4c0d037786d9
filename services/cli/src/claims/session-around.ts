import type { Environment } from '../command.ts';

/** Where harnesses say, to the programs that their agents run, which of their sessions it is. */
const marks: readonly (readonly [variable: string, harness: string])[] = [
  ['CLAUDE_CODE_SESSION_ID', 'claude-code'],
  ['CODEX_THREAD_ID', 'codex'],
  ['GEMINI_SESSION_ID', 'gemini-cli'],
];

/** The session whose agent runs this command; undefined where nothing says so. */
export function sessionAround(env: Environment): string | undefined {
  if (env.HOOKLINE_SESSION) return env.HOOKLINE_SESSION;
  for (const [variable, harness] of marks) if (env[variable]) return `${harness}:${env[variable]}`;
  return undefined;
}
