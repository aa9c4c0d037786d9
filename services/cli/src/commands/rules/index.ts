import type { AddCommand } from '../../command.ts';
import { addCheck } from './check.ts';
import { addCoverage } from './coverage.ts';
import { addFirings } from './firings.ts';
import { addList } from './list.ts';
import { addPublish } from './publish.ts';
import { addSchema } from './schema.ts';
import { addShow } from './show.ts';
import { addSwitches } from './switches.ts';
import { addTest } from './test.ts';
import { addWhy } from './why.ts';

/** What is looked at, tried, switched and published, in the order in which help lists it. */
const verbs: readonly AddCommand[] = [
  addList,
  addShow,
  addTest,
  addCheck,
  addCoverage,
  addSchema,
  addWhy,
  addFirings,
  addSwitches,
  addPublish,
];

export const addRules: AddCommand = (program, surroundings) => {
  const group = program.command('rules').description('rules over the log: what they do, why, and keeping them from it');
  for (const add of verbs) add(group, surroundings);
};
