import type { Cause } from '@hookline/schemas';
import type { Shape } from '../event-types.ts';

/** A file as a session touched it. */
export interface FileFact {
  /** Relative to the repository where inside it. */
  readonly path: string;
  readonly read: boolean;
  readonly written: boolean;
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

/** A command line as a session ran it. */
export interface CommandFact {
  readonly command: string;
  readonly program: string;
  /** Of its last run: ok, failed, denied, interrupted, unknown. */
  readonly outcome: string;
  readonly runs: number;
}

/**
 * What rules may ask about a session, folded from its events in the order of the log. Texts are cut to 500 characters;
 * of files the last 1,000 touched are kept, of command lines the last 200, of commits the last 50.
 */
export interface SessionFacts {
  readonly id: string;
  readonly harness: string;
  readonly project: string;
  readonly actor: string;
  /** As it was titled, else the first line of its first prompt, up to 120 characters. */
  readonly title: string;
  readonly model: string;
  readonly cwd: string;
  readonly git: { readonly branch: string; readonly commit: string };
  /** RFC 3339; empty where it has not happened. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly lastAt: string;
  readonly ended: boolean;
  readonly endReason: string;
  readonly firstPrompt: string;
  readonly lastPrompt: string;
  readonly lastMessage: string;
  readonly prompts: number;
  readonly turns: number;
  readonly calls: number;
  readonly failures: number;
  /** Failed calls since the last one that went well. */
  readonly failuresInRow: number;
  readonly files: readonly FileFact[];
  readonly commands: readonly CommandFact[];
  readonly commits: readonly string[];
  readonly tokens: { readonly input: number; readonly output: number };
  /** As the harness reports it; 0 where it does not. */
  readonly costUsd: number;
  /** The firing that the session works for; empty texts and 0 where a person began it. */
  readonly cause: Cause & { readonly item: string };
}

/** The shape of `session` for the checker of expressions. */
export const factsShape: Shape = {
  id: 'string',
  harness: 'string',
  project: 'string',
  actor: 'string',
  title: 'string',
  model: 'string',
  cwd: 'string',
  git: { branch: 'string', commit: 'string' },
  startedAt: 'string',
  endedAt: 'string',
  lastAt: 'string',
  ended: 'bool',
  endReason: 'string',
  firstPrompt: 'string',
  lastPrompt: 'string',
  lastMessage: 'string',
  prompts: 'int',
  turns: 'int',
  calls: 'int',
  failures: 'int',
  failuresInRow: 'int',
  files: [{ path: 'string', read: 'bool', written: 'bool', linesAdded: 'int', linesRemoved: 'int' }],
  commands: [{ command: 'string', program: 'string', outcome: 'string', runs: 'int' }],
  commits: ['string'],
  tokens: { input: 'int', output: 'int' },
  costUsd: 'double',
  cause: { rule: 'string', firing: 'string', item: 'string', depth: 'int', chain: ['string'] },
};
