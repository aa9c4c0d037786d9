import type { Command } from 'commander';
import type { Connection } from './connection.ts';
import type { Output } from './output.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command may touch. */
export interface Surroundings {
  readonly env: Environment;
  readonly cwd: string;
  readonly output: Output;
  /** Aborts at Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** The bus that the environment names. */
  connect(): Promise<Connection>;
  /** Says with which status the program will end, where nothing is thrown. */
  endWith(exitCode: number): void;
}

/** Adds one command, or one group of commands, to the program. */
export type AddCommand = (program: Command, surroundings: Surroundings) => void;

/** The option every command has. */
export const jsonOption = ['--json', 'answer in JSON'] as const;
