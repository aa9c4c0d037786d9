import type { AddCommand } from '../command.ts';
import { loginLink } from '../login-link.ts';

export const addConsole: AddCommand = (program, { connect, output }) => {
  program
    .command('console')
    .description('print a link that opens the console in a browser, once, within ten minutes')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const url = await loginLink(await connect());
      if (json) output.json({ url });
      else output.line(url);
    });
};
