import type { AddCommand } from '../../command.ts';
import { addCheck } from './check.ts';
import { addDecisions } from './decisions.ts';
import { addList } from './list.ts';
import { addRemember } from './remember.ts';
import { addReport } from './report.ts';
import { addRevoke } from './revoke.ts';
import { addShow } from './show.ts';
import { addSkills } from './skills.ts';
import { addTeams } from './teams.ts';

/** What is looked at, decided and handed over, in the order in which help lists it. */
const groups: readonly AddCommand[] = [
  addList,
  addShow,
  addDecisions,
  addRevoke,
  addRemember,
  addReport,
  addSkills,
  addTeams,
  addCheck,
];

export const addMemory: AddCommand = (program, surroundings) => {
  const group = program
    .command('memory')
    .description('what is known of projects, from which events, and what people decide about it');
  for (const add of groups) add(group, surroundings);
};
