import { PricesError, pricesFile, readOwnerPrices } from '@hookline/costs/owner-file';
import { homeOf } from '@hookline/service/home';
import { Option } from 'commander';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError } from '../failure.ts';
import { dollars } from '../render/dollars.ts';
import { printTable } from '../render/print-table.ts';
import type { Column } from '../render/table.ts';
import { amount, count } from '../render/words.ts';

const dimensions = ['actor', 'project', 'harness', 'model', 'day', 'session'];

const maybe = z.number().nullish();
const sums = z.looseObject({
  sessions: z.number(),
  calls: z.number(),
  tokens: z.looseObject({ input: maybe, output: maybe, cacheRead: maybe, cacheWrite: maybe }),
  costUsd: maybe,
  unpricedCalls: z.number(),
});
// biome-ignore lint/suspicious/noThenProperty: a word of the API; it is a text, which nobody awaits
const group = sums.extend({ key: z.string().nullish(), then: z.string().nullish() });
const answer = z.looseObject({ by: z.string(), groups: z.array(group), total: sums });
type Group = z.infer<typeof group>;

const price = z.looseObject({
  model: z.string(),
  from: z.string(),
  until: z.string().nullish(),
  tokensAbove: maybe,
  tokensUpTo: maybe,
  inputPerMillion: maybe,
  outputPerMillion: maybe,
  cacheReadPerMillion: maybe,
  cacheWritePerMillion: maybe,
  owner: z.boolean(),
});
type Price = z.infer<typeof price>;

interface Options extends Readonly<Record<string, unknown>> {
  readonly by: string;
  readonly then?: string;
  readonly json?: boolean;
}

export const addCosts: AddCommand = (program, { connect, output, env }) => {
  const costs = program.command('costs').description('what model calls took and cost');
  costs
    .command('by', { isDefault: true })
    .description('tokens and cost, summed by one thing or by two')
    .addOption(new Option('--by <what>', dimensions.join(', ')).choices(dimensions).default('harness'))
    .addOption(new Option('--then <what>', 'and by this').choices(dimensions))
    .option('--since <time>', 'only calls since then: 2026-11-22, 90m, 24h, 7d')
    .option('--until <time>', 'only calls before then')
    .option('--project <id>', 'only of this project')
    .option('--harness <name>', 'only of this harness')
    .option('--actor <name>', 'only of this person or service')
    .option('--model <name>', 'only of this model, as the harness names it')
    .option(...jsonOption)
    .action(async ({ json, ...query }: Options) => {
      const { client } = await connect();
      const given = await client.request('GET', '/v1/costs', { query: query as Record<string, string> });
      if (json) return output.json(given);
      const { by, groups, total } = answer.parse(given);
      if (total.calls === 0 && groups.length === 0) return output.note('no model call is like that');
      const rows: Group[] = [...groups, { ...total, key: 'all of it' }];
      printTable(costColumns(by, query.then), rows, output);
      if (total.unpricedCalls > 0) {
        output.note(
          `of ${count(total.unpricedCalls, 'call')} nobody knows the cost: no sum has it. \`hookline costs prices\` shows for which models there are prices`,
        );
      }
    });

  costs
    .command('prices')
    .description('the prices that costs are computed with, where no harness reports them')
    .option('--load [file]', 'put the prices of this file (prices.json in HOOKLINE_HOME) in place of your own before')
    .option(...jsonOption)
    .action(async ({ load, json }: { load?: string | true; json?: boolean }) => {
      const { client } = await connect();
      const given =
        load === undefined
          ? await client.request('GET', '/v1/prices')
          : await client.request('PUT', '/v1/prices', {
              body: await fileOf(load === true ? pricesFile(homeOf(env)) : load),
            });
      if (json) return output.json(given);
      const { prices } = z.looseObject({ prices: z.array(price) }).parse(given);
      printTable(priceColumns, prices, output);
      output.note('dollars per million tokens; docs/reference/prices.md says how to add your own');
    });
};

/** The prices of a file as the bus takes them. A file that cannot be used never reaches the bus. */
async function fileOf(file: string): Promise<object> {
  try {
    const prices = await readOwnerPrices(file);
    if (prices === undefined)
      throw new CommandError(`there is no file ${file}`, { hint: 'docs/reference/prices.md shows one' });
    return { prices };
  } catch (error) {
    if (!(error instanceof PricesError)) throw error;
    throw new CommandError(error.message, { hint: 'docs/reference/prices.md says what a price is', cause: error });
  }
}

const tokenColumn = (title: string, key: 'input' | 'output' | 'cacheRead' | 'cacheWrite'): Column<Group> => ({
  title,
  of: ({ tokens }) => (tokens[key] ? amount(tokens[key]) : ''),
  right: true,
  spare: key === 'cacheWrite' ? 3 : key === 'cacheRead' ? 2 : 1,
});

function costColumns(by: string, then: string | undefined): Column<Group>[] {
  return [
    { title: by.toUpperCase(), of: ({ key }) => key ?? '(none)', least: 12 },
    { title: then?.toUpperCase() ?? '', of: (row) => row.then ?? '', least: 12, spare: 4 },
    { title: 'SESSIONS', of: ({ sessions }) => String(sessions), right: true },
    { title: 'CALLS', of: ({ calls }) => String(calls), right: true },
    tokenColumn('INPUT', 'input'),
    tokenColumn('CACHE READ', 'cacheRead'),
    tokenColumn('CACHE WRITE', 'cacheWrite'),
    tokenColumn('OUTPUT', 'output'),
    {
      title: 'UNPRICED',
      of: ({ unpricedCalls }) => (unpricedCalls > 0 ? String(unpricedCalls) : ''),
      right: true,
      spare: 5,
    },
    { title: 'COST', of: ({ costUsd }) => dollars(costUsd), right: true },
  ];
}

const rate = (title: string, of: (row: Price) => number | null | undefined): Column<Price> => ({
  title,
  of: (row) => String(of(row) ?? '–'),
  right: true,
});

const priceColumns: Column<Price>[] = [
  { title: 'MODEL', of: ({ model }) => model, least: 16 },
  { title: 'FROM', of: ({ from }) => from.slice(0, 10) },
  { title: 'UNTIL', of: ({ until }) => until?.slice(0, 10) ?? '', spare: 1 },
  {
    title: 'INPUT OF',
    of: ({ tokensAbove, tokensUpTo }) =>
      [tokensAbove ? `>${amount(tokensAbove)}` : '', tokensUpTo ? `≤${amount(tokensUpTo)}` : ''].join(''),
    spare: 2,
  },
  rate('INPUT', ({ inputPerMillion }) => inputPerMillion),
  rate('CACHE READ', ({ cacheReadPerMillion }) => cacheReadPerMillion),
  rate('CACHE WRITE', ({ cacheWritePerMillion }) => cacheWritePerMillion),
  rate('OUTPUT', ({ outputPerMillion }) => outputPerMillion),
  { title: 'OURS', of: ({ owner }) => (owner ? 'your own' : ''), spare: 3 },
];
