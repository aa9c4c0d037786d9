import type { Conflict } from '@hookline/client';
import { type AddCommand, jsonOption } from '../command.ts';
import { firstOf } from '../first-of.ts';
import { wholeNumber } from '../parse.ts';
import { moment } from '../render/words.ts';

interface Options {
  readonly json?: boolean;
  readonly project?: string;
  readonly session?: string;
  readonly path?: string;
  readonly all?: boolean;
  readonly limit: number;
}

export const addConflicts: AddCommand = (program, { connect, output }) => {
  program
    .command('conflicts')
    .description('sessions at work on the same files, or on what somebody else holds: the newest first')
    .option('--project <id>', 'only of this project')
    .option('--session <id>', 'only of this session')
    .option('--path <path>', 'only of this file')
    .option('--all', 'also those that are over')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 200)
    .option(...jsonOption)
    .action(async ({ json, all, limit, ...query }: Options) => {
      const { client } = await connect();
      const asked = { ...query, open: all ? undefined : true, limit: Math.min(limit, 1_000) };
      const conflicts = await firstOf(client.claims.conflicts(asked), limit);
      if (json) return output.json(conflicts);
      if (conflicts.length === 0)
        return output.note(all ? 'there was none like that' : 'none is open; --all has the others');
      for (const conflict of conflicts) {
        for (const line of linesOf(conflict, (text) => output.paint('bold', text))) output.line(line);
      }
    });
};

function linesOf(conflict: Conflict, bold: (text: string) => string): string[] {
  const { path, project, open, closedWhy, sameFolder, sides, detectedAt } = conflict;
  const state = open ? 'open' : `over: ${closedWhy}`;
  const where = sameFolder ? 'in the same folder' : 'in different working copies';
  return [
    `${bold(path)}  ${project}  ${moment(detectedAt)}  ${state}`,
    ...sides.map((side) => {
      const who = [side.session ?? side.holder, side.actor, side.branch].filter((part) => part !== null).join(', ');
      const how = side.claim !== null && conflict.why === 'claimed' && side === sides[1] ? 'holds it' : 'writes it';
      const asked = side.intent === null ? '' : `: ${JSON.stringify(side.intent)}`;
      return `  ${who} ${how} since ${moment(side.time)}${asked}`;
    }),
    ...(conflict.why === 'both-wrote' ? [`  ${where}`] : []),
  ];
}
