import { type AddCommand, jsonOption } from '../../command.ts';
import { tableLines } from '../../render/table.ts';
import { queueColumns } from '../../work/columns.ts';

export const addQueues: AddCommand = (group, { connect, output }) => {
  group
    .command('queues')
    .description('queues that have open or dead items, or had work today')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const queues = await client.work.queues();
      if (json) return output.json(queues);
      if (queues.length === 0) return output.note('no queue has work');
      for (const line of tableLines(queueColumns, queues, output.width)) output.line(line);
    });
};
