import { type AddCommand, jsonOption } from '../command.ts';
import { wholeNumber } from '../parse.ts';
import { eventRow } from '../render/event-row.ts';

interface Options {
  readonly from?: number;
  readonly until?: number;
  readonly session?: string;
  readonly kind?: string;
  readonly project?: string;
  readonly json?: boolean;
}

export const addTail: AddCommand = (program, { connect, output, signal }) => {
  program
    .command('tail')
    .description('follow the log as it grows')
    .option('--from <position>', 'begin at this position (the newest)', wholeNumber())
    .option('--until <position>', 'end with this position', wholeNumber())
    .option('--session <session>', 'only of this session')
    .option('--kind <kinds>', 'only these kinds, with commas between; tool. is all that begin so')
    .option('--project <id>', 'only of this project')
    .option(jsonOption[0], 'one event per line, as JSON')
    .action(async ({ from, until, session, kind, project, json }: Options) => {
      const { client } = await connect();
      const events = client.events({
        ...(from === undefined ? {} : { after: Math.max(0, from - 1) }),
        ...(until === undefined ? {} : { until }),
        ...(session === undefined ? {} : { session }),
        ...(kind === undefined ? {} : { kind }),
        ...(project === undefined ? {} : { project }),
        signal,
        onReconnect: (error) => output.note(`hookline: ${error.message}; trying again`),
      });
      for await (const recorded of events) {
        await output.text(`${json ? JSON.stringify(recorded) : eventRow(recorded, output)}\n`);
      }
    });
};
