import { type AddCommand, jsonOption } from '../../command.ts';
import { CommandError, exitCode } from '../../failure.ts';
import { someText, wholeNumber } from '../../parse.ts';
import { count } from '../../render/words.ts';
import { tell } from '../../work/holder.ts';

interface Common {
  readonly json?: boolean;
  readonly reason?: string;
}

/** What people decide about items: not any more, and once more. */
export const addDecisions: AddCommand = (group, surroundings) => {
  const { connect, output } = surroundings;
  group
    .command('cancel')
    .description('call an item off, with its parts; whoever holds it is asked to stop')
    .argument('<id>')
    .option('--reason <text>', 'why', someText)
    .option(...jsonOption)
    .action(async (id: string, { json, reason }: Common) => {
      const { client } = await connect();
      const item = await client.work.cancel(id, { ...(reason && { reason }) });
      tell(item, json, surroundings);
      if (!json && item.state === 'claimed') output.note(`${item.worker} is asked to stop`);
    });
  group
    .command('redrive')
    .description('put up again what is dead, cancelled or expired: one item, or all that is dead in a queue')
    .argument('[id]')
    .option('--queue <queue>', 'all that is dead in this queue, the oldest first')
    .option('--limit <count>', 'of a queue, at most so many (100)', wholeNumber(1))
    .option('--reason <text>', 'why', someText)
    .option(...jsonOption)
    .action(async (id: string | undefined, options: Common & { queue?: string; limit?: number }) => {
      const { json, reason, queue, limit } = options;
      if ((id === undefined) === (queue === undefined)) {
        throw new CommandError('expected the id of an item, or --queue', { exitCode: exitCode.usage });
      }
      const { client } = await connect();
      const why = { ...(reason && { reason }) };
      if (id !== undefined) return tell(await client.work.redrive(id, why), json, surroundings);
      const redriven = await client.work.redriveQueue(queue!, { ...why, ...(limit && { limit }) });
      if (json) return output.json({ redriven });
      output.line(`${count(redriven, 'item')} put up again`);
    });
};
