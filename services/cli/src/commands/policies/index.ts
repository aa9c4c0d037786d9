import type { AddCommand } from '../../command.ts';
import { addCheck } from './check.ts';
import { addList } from './list.ts';

export const addPolicies: AddCommand = (program, surroundings) => {
  const group = program
    .command('policies')
    .description('policies for tool calls: which are in force, what they decided, and checking files');
  for (const add of [addList, addCheck]) add(group, surroundings);
};
