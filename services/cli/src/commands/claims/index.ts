import type { AddCommand } from '../../command.ts';
import { addEnd } from './end.ts';
import { addListClaims } from './list.ts';
import { addTake } from './take.ts';

/** In the order in which help lists them. */
const groups: readonly AddCommand[] = [addListClaims, addTake, addEnd];

export const addClaims: AddCommand = (program, surroundings) => {
  const group = program
    .command('claims')
    .description('exclusive holds on paths, globs and tasks of a project: who holds what, take, renew, let go');
  for (const add of groups) add(group, surroundings);
};
