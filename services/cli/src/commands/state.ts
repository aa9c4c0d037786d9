import { type AddCommand, jsonOption } from '../command.ts';
import { byOption } from '../moment-option.ts';
import { someText, wholeNumber } from '../parse.ts';
import { statePage } from '../render/state-page.ts';
import { parseState } from '../session-state.ts';

interface Options {
  readonly at?: number;
  readonly by?: 'log' | 'session';
  readonly models?: string;
  readonly json?: boolean;
}

export const addState: AddCommand = (program, { connect, output }) => {
  program
    .command('state')
    .description('show what a session was at a moment: what it did, plan, open calls, questions, files, tokens')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .option('--at <position>', 'a position of the log (the newest)', wholeNumber())
    .addOption(byOption())
    .option('--models <names>', 'only the rows of these read models, with commas between')
    .option(...jsonOption)
    .action(async (session: string, { json, ...query }: Options) => {
      const { client } = await connect();
      const path = `/v1/sessions/${encodeURIComponent(session)}/state`;
      const state = parseState(await client.request('GET', path, { query: { ...query }, timeoutMs: 60_000 }));
      if (json) return output.json(state);
      for (const line of statePage(state, output)) output.line(line);
    });
};
