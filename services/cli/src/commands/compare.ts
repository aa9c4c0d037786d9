import type { Comparison } from '@hookline/compare';
import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { byOption } from '../moment-option.ts';
import { someText } from '../parse.ts';
import { comparisonPage } from '../render/comparison-page.ts';

export const addCompare: AddCommand = (program, { connect, output }) => {
  program
    .command('compare')
    .description('put two sessions, or two positions of one, side by side')
    .argument('<left>', 'a session, or <session>@<position>', someText)
    .argument('<right>', 'a session, or <session>@<position>', someText)
    .addOption(byOption())
    .option(...jsonOption)
    .action(async (left: string, right: string, { by, json }: { by: string; json?: boolean }) => {
      const { client } = await connect();
      const [one, other] = [pointOf(left), pointOf(right)];
      const query = { left: one.session, leftAt: one.at, right: other.session, rightAt: other.at, by };
      const comparison = (await client.request('GET', '/v1/compare', { query })) as Comparison;
      if (json) output.json(comparison);
      else for (const line of comparisonPage(comparison, output)) output.line(line);
    });
};

/** A session, and the position behind its `@` where there is one. */
function pointOf(text: string): { readonly session: string; readonly at: number | undefined } {
  const [, session, at] = /^(.*)@(\d{1,15})$/.exec(text) ?? [];
  if (session === undefined) return { session: text, at: undefined };
  if (session !== '') return { session, at: Number(at) };
  throw new CommandError(`${text} names no session: write <session>@<position>`, { exitCode: exitCode.usage });
}
