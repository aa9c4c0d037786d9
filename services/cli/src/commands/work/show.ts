import { type AddCommand, jsonOption } from '../../command.ts';
import { itemLines } from '../../work/item-page.ts';

export const addShow: AddCommand = (group, { connect, output }) => {
  group
    .command('show')
    .description('one item: its attempts, its parts and all that was said of it')
    .argument('<id>')
    .option(...jsonOption)
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { client } = await connect();
      const item = await client.work.item(id);
      if (json) return output.json(item);
      for (const line of itemLines(item, output)) output.line(line);
    });
};
