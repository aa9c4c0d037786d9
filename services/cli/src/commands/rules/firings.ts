import { type AddCommand, jsonOption } from '../../command.ts';
import { everyRow } from '../../connection.ts';
import { wholeNumber } from '../../parse.ts';
import { oneLine } from '../../render/table.ts';
import { moment } from '../../render/words.ts';
import { firing, held } from '../../rules/model.ts';
import { firingLines } from '../../rules/page.ts';

interface Options {
  readonly json?: boolean;
  readonly session?: string;
  readonly by?: string;
  readonly limit: number;
}

/** `firings` and `held`. */
export const addFirings: AddCommand = (group, { connect, output }) => {
  group
    .command('firings')
    .description('what fired, the newest first, and what became of what it did')
    .argument('[rule]', 'only of this rule')
    .option('--session <session>', 'only with an event of this session')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 50)
    .option(...jsonOption)
    .action(async (rule: string | undefined, { json, session, limit }: Options) => {
      const rows = [];
      const query = { rule, session };
      for await (const row of everyRow(await connect(), '/v1/rules/firings', 'firings', { query, most: limit }))
        rows.push(firing.parse(row));
      if (json) return output.json(rows);
      if (rows.length === 0) return output.note('nothing fired; `hookline rules held` lists what was held');
      for (const row of rows) for (const line of firingLines(row)) output.line(line);
    });

  group
    .command('held')
    .description('what would have fired and was held, the newest first, and by what')
    .argument('[rule]', 'only of this rule')
    .option('--by <what>', 'stopped, paused, depth, self, running, cooldown, throttle, per-day, cost ...')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 50)
    .option(...jsonOption)
    .action(async (rule: string | undefined, { json, by, limit }: Options) => {
      const rows = [];
      const query = { rule, by };
      for await (const row of everyRow(await connect(), '/v1/rules/held', 'held', { query, most: limit }))
        rows.push(held.parse(row));
      if (json) return output.json(rows);
      if (rows.length === 0) return output.note('nothing was held');
      for (const one of rows) {
        output.line(
          `${String(one.position).padStart(7)}  ${moment(one.time)}  ${oneLine(one.rule)}  ${oneLine(one.key)}`,
        );
        output.line(`           ${one.by}: ${oneLine(one.reason)}`);
      }
    });
};
