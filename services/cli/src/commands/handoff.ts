import { type AddCommand, jsonOption } from '../command.ts';
import { byOption } from '../moment-option.ts';
import { someText, wholeNumber } from '../parse.ts';

interface Options {
  readonly at?: number;
  readonly by: string;
  readonly json?: boolean;
}

export const addHandOff: AddCommand = (program, { connect, output }) => {
  program
    .command('handoff')
    .description('what another agent needs to go on from a session: goal, state, files, what failed, what was decided')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .option('--at <position>', 'as of this position of the log (the newest)', wholeNumber())
    .addOption(byOption())
    .option(...jsonOption)
    .action(async (session: string, { at, by, json }: Options) => {
      const { client } = await connect();
      const path = `/v1/sessions/${encodeURIComponent(session)}/handoff`;
      if (json) return output.json(await client.request('GET', path, { query: { at, by } }));
      const answer = await client.send('GET', path, { query: { at, by, format: 'markdown' } });
      await output.jsonText(await answer.text());
    });
};
