import type { AddCommand } from '../../command.ts';
import { addDecisions } from './decisions.ts';
import { addList } from './list.ts';
import { addOffer } from './offer.ts';
import { addQueues } from './queues.ts';
import { addReports } from './reports.ts';
import { addShow } from './show.ts';
import { addTake } from './take.ts';

/** What there is to do, in the order in which help lists it. */
const groups: readonly AddCommand[] = [addOffer, addList, addShow, addQueues, addTake, addReports, addDecisions];

export const addWork: AddCommand = (program, surroundings) => {
  const group = program.command('work').description('work items: offer, look, take, report, call off');
  for (const add of groups) add(group, surroundings);
};
