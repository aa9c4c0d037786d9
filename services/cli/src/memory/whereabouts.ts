import { hostname } from 'node:os';
import { findProject, loginName } from '@hookline/edge';
import type { Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';

/** The project of the current folder, and who works there. */
export interface Here {
  readonly project: string | undefined;
  /** Where the working tree begins. */
  readonly root: string | undefined;
  readonly actor: string;
}

/** Looks at the current folder as the edge does. */
export async function whereabouts({ env, cwd }: Pick<Surroundings, 'env' | 'cwd'>): Promise<Here> {
  const found = await findProject(cwd, env.HOOKLINE_MACHINE || hostname()).catch(() => undefined);
  return {
    project: found?.project.id,
    root: found?.project.root,
    actor: env.HOOKLINE_ACTOR || found?.email || loginName(),
  };
}

/** The project that was named, or that of the current folder. Throws where there is neither. */
export async function projectOf(surroundings: Pick<Surroundings, 'env' | 'cwd'>, named?: string): Promise<string> {
  const project = named ?? (await whereabouts(surroundings)).project;
  if (project !== undefined) return project;
  throw new CommandError('this folder is of no project that is known: name one with --project', {
    exitCode: exitCode.usage,
  });
}
