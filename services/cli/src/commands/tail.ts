import { type Client, HooklineError } from '@hookline/client';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import type { Output } from '../output.ts';
import { checkRange, wholeNumber } from '../parse.ts';
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
      checkRange(from, until);
      const { client } = await connect();
      if (from !== undefined) await noteWhenAhead(client, from, output);
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
        await (json ? output.jsonLine(recorded) : output.textLine(eventRow(recorded, output)));
      }
    });
};

const page = z.looseObject({ head: z.looseObject({ last: z.number() }) });

/** Says it when the log has not come so far: silence could mean anything. A bus that is away is waited for later. */
async function noteWhenAhead(client: Client, from: number, output: Output): Promise<void> {
  const query = { after: 'latest', limit: 1 };
  const { head } = await client.request('GET', '/v1/events', { query, schema: page }).catch((error: unknown) => {
    if (error instanceof HooklineError && error.retryable) return { head: { last: from } };
    throw error;
  });
  if (from > head.last + 1) output.note(`hookline: the log ends at position ${head.last}: waiting for ${from}`);
}
