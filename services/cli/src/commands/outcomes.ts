import { Option } from 'commander';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import { everyRow } from '../connection.ts';
import { wholeNumber } from '../parse.ts';
import { dollars, percent } from '../render/dollars.ts';
import { printTable } from '../render/print-table.ts';
import type { Column } from '../render/table.ts';
import { count } from '../render/words.ts';

const dimensions = ['harness', 'model', 'actor', 'project'];

const maybe = z.number().nullish();
const group = z.looseObject({
  key: z.string().nullish(),
  sessions: z.number(),
  commits: z.number(),
  pulls: z.number(),
  merged: z.number(),
  closed: z.number(),
  open: z.number(),
  mergeRate: maybe,
  ciRuns: z.number(),
  ciFailed: z.number(),
  costUsd: maybe,
  costPerMergedPull: maybe,
  unpricedMerged: z.number(),
  unpricedSessions: z.number(),
});
const answer = z.looseObject({ by: z.string(), groups: z.array(group), total: group });
type Group = z.infer<typeof group>;

const pull = z.looseObject({
  repository: z.string(),
  number: z.number(),
  title: z.string(),
  state: z.string(),
  author: z.string().nullish(),
  movedAt: z.string(),
  reviews: z.number(),
  ciOk: z.number(),
  ciFailed: z.number(),
  costUsd: maybe,
  sessions: z.array(z.looseObject({ session: z.string(), harness: z.string().nullish() })),
});
type Pull = z.infer<typeof pull>;

type Options = Readonly<Record<string, string>> & { readonly json?: boolean };

export const addOutcomes: AddCommand = (program, { connect, output }) => {
  const outcomes = program.command('outcomes').description('what became of the work: commits, pull requests, CI');
  outcomes
    .command('by', { isDefault: true })
    .description('merge rate, CI and what a merged pull request cost, by what is said of the sessions')
    .addOption(new Option('--by <what>', dimensions.join(', ')).choices(dimensions).default('harness'))
    .option('--since <time>', 'only sessions that did something since then: 2026-11-22, 24h, 7d')
    .option('--until <time>', 'only sessions that began before then')
    .option('--project <id>', 'only of this project')
    .option('--harness <name>', 'only of this harness')
    .option('--actor <name>', 'only of this person or service')
    .option(...jsonOption)
    .action(async ({ json, ...query }: Options) => {
      const { client } = await connect();
      const given = await client.request('GET', '/v1/outcomes', { query });
      if (json) return output.json(given);
      const { by, groups, total } = answer.parse(given);
      if (total.sessions === 0) return output.note('no session is like that');
      const rows = [...groups, { ...total, key: 'all of them' }];
      printTable(outcomeColumns(by), rows, output);
      if (total.pulls === 0)
        output.note('no code host told of pull requests: docs/how-to/costs-and-outcomes.md says how');
      if (total.unpricedMerged > 0) {
        output.note(
          `the cost of ${count(total.unpricedMerged, 'merged pull request')} is not known: no average has it`,
        );
      }
    });

  outcomes
    .command('pulls')
    .description('pull requests, the one that moved last first')
    .addOption(new Option('--state <state>', 'open, merged, closed').choices(['open', 'merged', 'closed']))
    .option('--since <time>', 'only those opened, merged or closed since then')
    .option('--project <id>', 'only of this project')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 50)
    .option(...jsonOption)
    .action(async ({ json, limit, ...query }: Options & { limit: number }) => {
      const pulls: Pull[] = [];
      for await (const row of everyRow(await connect(), '/v1/pulls', 'pulls', { query, most: limit })) {
        pulls.push(pull.parse(row));
      }
      if (json) return output.json(pulls);
      if (pulls.length === 0) return output.note('no pull request is like that');
      printTable(pullColumns, pulls, output);
    });
};

const whole = (title: string, of: (row: Group) => number, spare?: number): Column<Group> => ({
  title,
  of: (row) => String(of(row)),
  right: true,
  ...(spare !== undefined && { spare }),
});

function outcomeColumns(by: string): Column<Group>[] {
  return [
    { title: by.toUpperCase(), of: ({ key }) => key ?? '(none)', least: 12 },
    whole('SESSIONS', ({ sessions }) => sessions),
    whole('COMMITS', ({ commits }) => commits, 2),
    whole('PULLS', ({ pulls }) => pulls),
    whole('MERGED', ({ merged }) => merged),
    { title: 'RATE', of: ({ mergeRate }) => percent(mergeRate), right: true },
    {
      title: 'CI FAILED',
      of: ({ ciRuns, ciFailed }) => (ciRuns === 0 ? '' : `${ciFailed} of ${ciRuns}`),
      right: true,
      spare: 3,
    },
    { title: 'COST', of: ({ costUsd }) => dollars(costUsd), right: true, spare: 1 },
    {
      title: 'PER MERGED PULL',
      of: ({ merged, costPerMergedPull }) => (merged === 0 ? '' : dollars(costPerMergedPull)),
      right: true,
    },
  ];
}

const pullColumns: Column<Pull>[] = [
  { title: 'PULL', of: ({ repository, number }) => `${repository.split('/').slice(1).join('/')}#${number}`, least: 12 },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'TITLE', of: ({ title }) => title, least: 16 },
  { title: 'MOVED', of: ({ movedAt }) => movedAt.slice(0, 10), spare: 2 },
  {
    title: 'CI',
    of: ({ ciOk, ciFailed }) => (ciOk + ciFailed === 0 ? '' : `${ciOk} ok, ${ciFailed} failed`),
    spare: 3,
  },
  { title: 'REVIEWS', of: ({ reviews }) => (reviews === 0 ? '' : String(reviews)), right: true, spare: 4 },
  {
    title: 'HARNESS',
    of: ({ sessions }) => [...new Set(sessions.map(({ harness }) => harness ?? '?'))].join(', '),
    spare: 1,
  },
  { title: 'COST', of: ({ sessions, costUsd }) => (sessions.length === 0 ? '' : dollars(costUsd)), right: true },
];
