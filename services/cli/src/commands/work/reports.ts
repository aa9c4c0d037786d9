import type { WorkItem } from '@hookline/client';
import { homeOf } from '@hookline/service/home';
import type { Command } from 'commander';
import { type AddCommand, jsonOption } from '../../command.ts';
import { jsonValue, number, wholeNumber } from '../../parse.ts';
import { TakenItems } from '../../taken-items.ts';
import { proofOf, report, tell } from '../../work/holder.ts';

interface Common {
  readonly json?: boolean;
  readonly fence?: number;
}

/** What the holder of an item says of it. */
export const addReports: AddCommand = (group, surroundings) => {
  const { connect, output, env } = surroundings;
  const verb = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .argument('<id>')
      .option('--fence <number>', 'the fence it was taken with (known here when it was taken here)', wholeNumber(1))
      .option(...jsonOption);

  /** Holds on, and tells whether to stop. */
  const live = async (id: string, name: string, { json, fence }: Common, body: object) => {
    const proof = await proofOf(id, fence, surroundings);
    const { client } = await connect();
    const answer = (await report(client, id, name, proof, body)) as {
      leaseUntil: string;
      cancel: { by: string; reason: string } | null;
    };
    if (json) return output.json({ leaseUntil: answer.leaseUntil, cancel: answer.cancel });
    if (answer.cancel === null) return output.line(`${id}  held until ${answer.leaseUntil}`);
    output.line(`${id}  to stop: ${answer.cancel.reason} (${answer.cancel.by})`);
  };
  const end = async (id: string, name: string, { json, fence }: Common, body: object) => {
    const proof = await proofOf(id, fence, surroundings);
    const { client } = await connect();
    tell((await report(client, id, name, proof, body)) as WorkItem, json, surroundings);
    await new TakenItems(homeOf(env)).forget(id);
  };

  verb('heartbeat', 'say that you are still at it: the item is yours for as long again')
    .option('--lease <seconds>', 'for so long', number(1))
    .action((id: string, { lease, ...common }: Common & { lease?: number }) =>
      live(id, 'heartbeat', common, lease === undefined ? {} : { leaseMs: Math.round(lease * 1000) }),
    );
  verb('progress', 'say how far it is')
    .option('--note <text>', 'in words')
    .option('--share <number>', 'from 0 to 1', number(0))
    .action((id: string, { json, fence, ...body }: Common & { note?: string; share?: number }) =>
      live(id, 'progress', { ...(json && { json }), ...(fence !== undefined && { fence }) }, body),
    );
  verb('done', 'say that an item is done')
    .option('--result <json>', 'what came of it', jsonValue)
    .action((id: string, { result, ...common }: Common & { result?: unknown }) => end(id, 'done', common, { result }));
  verb('fail', 'say that an attempt failed: it is offered again, or dead after its last attempt')
    .option('--error <text>', 'why', 'failed')
    .option('--final', 'no other attempt would do better')
    .action((id: string, { error, final, ...common }: Common & { error: string; final?: boolean }) =>
      end(id, 'fail', common, { error, ...(final && { final }) }),
    );
  verb('split', 'let others do it in parts: it waits until they are together')
    .requiredOption('--parts <json>', 'a list of payloads', jsonValue)
    .option('--queue <queue>', 'where the parts are offered (the same queue)')
    .option('--join <on>', 'all-done, any-failed or any-done', 'all-done')
    .option('--within <seconds>', 'together at the latest after so long', number(1))
    .option('--cancel-rest', 'call off what is open when they are together')
    .option('--again', 'offer the item again then, with what the parts brought')
    .action((id: string, { json, fence, parts, queue, join, within, cancelRest, again }: Common & Splitting) =>
      end(
        id,
        'split',
        { ...(json && { json }), ...(fence !== undefined && { fence }) },
        {
          children: [parts].flat().map((payload) => ({ payload, ...(queue && { queue }) })),
          join: {
            on: join,
            ...(within !== undefined && { untilMs: Math.round(within * 1000) }),
            ...(cancelRest && { cancelRest }),
            ...(again && { next: 'again' }),
          },
        },
      ),
    );
};

interface Splitting {
  readonly parts: unknown;
  readonly queue?: string;
  readonly join: string;
  readonly within?: number;
  readonly cancelRest?: boolean;
  readonly again?: boolean;
}
