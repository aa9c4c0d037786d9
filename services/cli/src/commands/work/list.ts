import { type AddCommand, jsonOption } from '../../command.ts';
import { firstOf } from '../../first-of.ts';
import { wholeNumber } from '../../parse.ts';
import { tableLines } from '../../render/table.ts';
import { itemColumns } from '../../work/columns.ts';

interface Options {
  readonly json?: boolean;
  readonly limit: number;
  readonly queue?: string;
  readonly state?: string;
  readonly session?: string;
  readonly firing?: string;
}

export const addList: AddCommand = (group, { connect, output }) => {
  group
    .command('list')
    .description('items, the newest first')
    .option('--queue <queue>', 'only of this queue')
    .option('--state <state>', 'offered, claimed, waiting, completed, dead, cancelled or expired')
    .option('--session <session>', 'only about, or done in, this session')
    .option('--firing <id>', 'only what this firing brought about')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 200)
    .option(...jsonOption)
    .action(async ({ json, limit, ...query }: Options) => {
      const { client } = await connect();
      const items = await firstOf(client.work.list({ ...query, limit: Math.min(limit, 1_000) }), limit);
      if (json) return output.json(items);
      if (items.length === 0) return output.note('no work item is like that');
      for (const line of tableLines(itemColumns, items, output.width)) output.line(line);
    });
};
