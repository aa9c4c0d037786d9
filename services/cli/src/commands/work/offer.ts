import type { WorkOffer } from '@hookline/client';
import { type AddCommand, jsonOption } from '../../command.ts';
import { jsonValue, number, wholeNumber } from '../../parse.ts';
import { tell } from '../../work/holder.ts';

interface Options extends WorkOffer {
  readonly json?: boolean;
  readonly timeout?: number;
  readonly expires?: number;
  readonly in?: number;
}

export const addOffer: AddCommand = (group, surroundings) => {
  group
    .command('offer')
    .description('offer one item to a queue')
    .argument('<queue>')
    .requiredOption('--payload <json>', 'what the worker gets', jsonValue)
    .option('--id <id>', 'offered once, however often this id is')
    .option('--attempts <count>', 'how often it may be tried (3)', wholeNumber(1))
    .option('--priority <number>', 'higher first (0)', Number)
    .option('--timeout <seconds>', 'how long an attempt may take', number(1))
    .option('--in <seconds>', 'not taken before', number(0))
    .option('--expires <seconds>', 'not taken after', number(1))
    .option('--project <id>', 'the project it is of')
    .option('--session <session>', 'the session it is about')
    .option('--harness <name>', 'the harness that is to work on it')
    .option(...jsonOption)
    .action(async (queue: string, { json, timeout, expires, in: later, ...rest }: Options) => {
      const { client } = await surroundings.connect();
      const item = await client.work.offer(queue, {
        ...rest,
        ...(timeout !== undefined && { timeoutMs: Math.round(timeout * 1000) }),
        ...(expires !== undefined && { expiresAt: from(expires) }),
        ...(later !== undefined && { dueAt: from(later) }),
      });
      tell(item, json, surroundings);
    });
};

function from(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}
