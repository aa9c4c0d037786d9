import { hostname } from 'node:os';
import type { TakenWork } from '@hookline/client';
import { homeOf } from '@hookline/service/home';
import { type AddCommand, jsonOption } from '../../command.ts';
import { CommandError, exitCode } from '../../failure.ts';
import { number, someText, wholeNumber } from '../../parse.ts';
import { TakenItems } from '../../taken-items.ts';
import { workOn } from '../../work/work-on.ts';

interface Options {
  readonly json?: boolean;
  readonly wait: number;
  readonly worker: string;
  readonly lease?: number;
  readonly harness?: string;
  readonly exec?: string;
  readonly loop?: boolean;
  readonly max?: number;
}

export const addTake: AddCommand = (group, surroundings) => {
  const { env, output, signal, connect, endWith } = surroundings;
  group
    .command('take')
    .description('take the next item and print it, or run a command for it; status 3 when there is none')
    .argument('<queues...>', 'queues to take from')
    .option('--wait <seconds>', 'wait so long for one', number(0), 0)
    .option('--worker <name>', 'who takes it', `${hostname()}-${process.ppid}`)
    .option('--lease <seconds>', 'how long it is held without a sign of life (600; 60 with --exec)', number(1))
    .option('--harness <name>', 'only items for this harness, or for any')
    .option(
      '--exec <command>',
      'run this for it: payload on stdin, status 0 is done, the JSON it writes is the result',
      someText,
    )
    .option('--loop', 'with --exec: one after the other, until it is stopped')
    .option('--max <count>', 'with --exec: so many, then end', wholeNumber(1))
    .option(...jsonOption)
    .action(async (queues: string[], options: Options) => {
      const { json, wait, worker, lease, harness, exec, loop, max } = options;
      if (exec === undefined && (loop || max !== undefined)) {
        throw new CommandError('--loop and --max go with --exec', { exitCode: exitCode.usage });
      }
      const connection = await connect();
      const taking = {
        worker,
        harness,
        leaseMs: Math.round((lease ?? (exec === undefined ? 600 : 60)) * 1000),
        signal,
      };
      const { work } = connection.client;
      const run = async (one: TakenWork, command: string) => {
        const ended = await workOn(one, command, { surroundings, url: connection.url, worker });
        if (json) await output.jsonLine(ended);
        else output.line(`${ended.id}  ${ended.queue}  ${ended.state}`);
        return ended.state;
      };

      if (exec !== undefined && (loop || max !== undefined)) {
        let left = max ?? Number.POSITIVE_INFINITY;
        for await (const one of work.take(queues, taking)) {
          await run(one, exec);
          left -= 1;
          if (left <= 0) break;
        }
        return;
      }
      const one = await work.takeOne(queues, { ...taking, waitMs: wait * 1000 });
      if (one === undefined) {
        if (!json) output.note(`nothing to do in ${queues.join(', ')}`);
        return endWith(exitCode.notFound);
      }
      if (exec !== undefined) {
        if ((await run(one, exec)) !== 'completed') endWith(exitCode.failed);
        return;
      }
      // Whoever took it reports with later commands: this process is gone by then.
      one.letGo();
      await new TakenItems(homeOf(env)).remember(one.id, one.fence);
      if (json) output.json(one.item);
      else output.line(`${one.id}  ${JSON.stringify(one.payload)}`);
    });
};
