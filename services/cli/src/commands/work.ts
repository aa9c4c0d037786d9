import { hostname } from 'node:os';
import { homeOf } from '@hookline/service/home';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import { everyRow } from '../connection.ts';
import { CommandError, exitCode } from '../failure.ts';
import { jsonValue, number, wholeNumber } from '../parse.ts';
import { type Column, tableLines } from '../render/table.ts';
import { moment } from '../render/words.ts';
import { TakenItems } from '../taken-items.ts';

const workItem = z.looseObject({
  id: z.string(),
  queue: z.string(),
  state: z.string(),
  payload: z.unknown(),
  attempts: z.number().nullish(),
  worker: z.string().nullish(),
  fence: z.number().nullish(),
  leaseUntil: z.string().nullish(),
  offeredAt: z.string().nullish(),
});
type WorkItem = z.infer<typeof workItem>;

const columns: readonly Column<WorkItem>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'QUEUE', of: ({ queue }) => queue },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'ATTEMPT', of: ({ attempts }) => String(attempts ?? ''), right: true },
  { title: 'WORKER', of: ({ worker }) => worker ?? '' },
  { title: 'OFFERED', of: ({ offeredAt }) => (offeredAt ? moment(offeredAt) : '') },
  { title: 'PAYLOAD', of: ({ payload }) => JSON.stringify(payload) ?? '', least: 12 },
];

export const addWork: AddCommand = (program, { env, connect, output, endWith }) => {
  const group = program.command('work').description('work items: offer, list, take, finish');
  const taken = new TakenItems(homeOf(env));
  const tell = (item: WorkItem, json: boolean | undefined) =>
    json ? output.json(item) : output.line(`${item.id}  ${item.queue}  ${item.state}`);

  group
    .command('offer')
    .description('offer one item to a queue')
    .argument('<queue>')
    .requiredOption('--payload <json>', 'what the worker gets', jsonValue)
    .option('--id <id>', 'offered once, however often this id is')
    .option(...jsonOption)
    .action(async (queue: string, { json, ...body }: { json?: boolean; payload: unknown; id?: string }) => {
      const { client } = await connect();
      tell(await client.request('POST', `/v1/work/${encodeURIComponent(queue)}`, { body, schema: workItem }), json);
    });

  group
    .command('list')
    .description('items, the newest first')
    .option('--queue <queue>', 'only of this queue')
    .option('--state <state>', 'only in this state: offered, claimed, completed, failed, dead')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 200)
    .option(...jsonOption)
    .action(async ({ json, limit, ...query }: { json?: boolean; limit: number; queue?: string; state?: string }) => {
      const items: WorkItem[] = [];
      for await (const row of everyRow(await connect(), '/v1/work', 'items', { query, most: limit }))
        items.push(workItem.parse(row));
      if (json) return output.json(items);
      if (items.length === 0) return output.note('no work item is like that');
      for (const line of tableLines(columns, items, output.width)) output.line(line);
    });

  group
    .command('take')
    .description('take the next item of a queue and print it; status 3 when there is none')
    .argument('<queue>')
    .option('--wait <seconds>', 'wait so long for one', number(0), 0)
    .option('--worker <name>', 'who takes it', `${hostname()}-${process.ppid}`)
    .option(...jsonOption)
    .action(async (queue: string, { json, wait, worker }: { json?: boolean; wait: number; worker: string }) => {
      const { client } = await connect();
      const path = `/v1/work/${encodeURIComponent(queue)}/take`;
      const until = Date.now() + wait * 1000;
      for (;;) {
        const waitMs = Math.min(30_000, Math.max(0, until - Date.now()));
        const answer = await client.request('POST', path, { body: { waitMs, worker }, timeoutMs: waitMs + 30_000 });
        if (answer !== undefined) {
          const item = workItem.parse(answer);
          if (typeof item.fence === 'number') await taken.remember(item.id, item.fence);
          return json ? output.json(item) : output.line(`${item.id}  ${JSON.stringify(item.payload)}`);
        }
        if (Date.now() >= until) break;
      }
      if (!json) output.note(`nothing to do in ${queue}`);
      endWith(exitCode.notFound);
    });

  const finish = (verb: 'done' | 'fail', description: string) =>
    group
      .command(verb)
      .description(description)
      .argument('<id>')
      .option('--fence <number>', 'the fence it was taken with (known here when it was taken here)', wholeNumber())
      .option(...jsonOption);
  const end = async (id: string, verb: 'done' | 'fail', given: number | undefined, more: object, json?: boolean) => {
    const fence = given ?? (await taken.fenceOf(id));
    if (fence === undefined) {
      throw new CommandError(`work item ${id} was not taken here: its fence is not known`, {
        hint: 'give --fence, as `hookline work take --json` printed it',
        exitCode: exitCode.usage,
      });
    }
    const { client } = await connect();
    const path = `/v1/work/items/${encodeURIComponent(id)}/${verb}`;
    tell(await client.request('POST', path, { body: { fence, ...more }, schema: workItem }), json);
    await taken.forget(id);
  };

  finish('done', 'say that an item is done')
    .option('--result <json>', 'what came of it', jsonValue)
    .action((id: string, { json, fence, result }: { json?: boolean; fence?: number; result?: unknown }) =>
      end(id, 'done', fence, { result }, json),
    );
  finish('fail', 'say that an item failed: it is offered again, or dead after its last attempt')
    .option('--error <text>', 'why', 'failed')
    .action((id: string, { json, fence, error }: { json?: boolean; fence?: number; error: string }) =>
      end(id, 'fail', fence, { error }, json),
    );
};
