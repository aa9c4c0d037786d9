import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import type { Connection } from '../connection.ts';
import { wholeNumber } from '../parse.ts';
import { type Column, tableLines } from '../render/table.ts';
import { amount, count, moment } from '../render/words.ts';

const expiredEvents = z.looseObject({
  rule: z.string(),
  kind: z.string(),
  project: z.string(),
  events: z.number(),
  bytes: z.number(),
});
const expiredBodies = z.looseObject({ rule: z.string(), bodies: z.number(), bytes: z.number() });
const plan = z.looseObject({
  events: z.array(expiredEvents),
  bodies: z.array(expiredBodies),
  waiting: z.number(),
  totals: z.looseObject({ events: z.number(), bodies: z.number(), bytes: z.number() }),
});
const run = z.looseObject({
  run: z.number(),
  askedBy: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  events: z.array(expiredEvents),
  bodies: z.array(expiredBodies),
});
const retention = z.looseObject({
  policy: z
    .looseObject({
      run: z.string(),
      requireArchive: z.string().optional(),
      rules: z.array(
        z.looseObject({
          name: z.string(),
          of: z.enum(['events', 'bodies']),
          afterMs: z.number().optional(),
          kinds: z.array(z.string()).optional(),
          projects: z.array(z.string()).optional(),
        }),
      ),
    })
    .nullable(),
  runs: z.array(run),
});

interface Row {
  readonly rule: string;
  readonly what: string;
  readonly count: number;
  readonly bytes: number;
}

const columns: readonly Column<Row>[] = [
  { title: 'RULE', of: ({ rule }) => rule, least: 12 },
  { title: 'WHAT', of: ({ what }) => what, least: 16 },
  { title: 'COUNT', of: (row) => String(row.count), right: true },
  { title: 'BYTES', of: ({ bytes }) => amount(bytes), right: true },
];

export const addRetention: AddCommand = (program, { connect, output, signal }) => {
  const group = program
    .command('retention')
    .description('what is kept how long (HOOKLINE_HOME/retention.yaml), and what was deleted by it');

  group
    .command('show', { isDefault: true })
    .description('the policy in force, and the latest runs')
    .option('--limit <runs>', 'so many runs (10)', wholeNumber(1), 10)
    .option(...jsonOption)
    .action(async ({ json, limit }: { json?: boolean; limit: number }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/retention', { query: { limit }, schema: retention });
      if (json) return output.json(found);
      if (found.policy === null) output.line('there is no retention.yaml: everything is kept');
      else for (const line of policyLines(found.policy)) output.line(line);
      for (const one of found.runs) {
        output.line();
        output.line(`run ${one.run}, ${moment(one.startedAt)}, ${one.askedBy}: ${endOf(one)}`);
        for (const line of tableLines(columns, rowsOf(one), output.width).slice(1)) output.line(`  ${line}`);
      }
    });

  group
    .command('plan')
    .description('what a run would delete now, and how much of it; deletes nothing')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/retention/plan', { schema: plan, timeoutMs: planWithinMs });
      if (json) return output.json(found);
      const { events, bodies, bytes } = found.totals;
      if (events + bodies > 0) for (const line of tableLines(columns, rowsOf(found), output.width)) output.line(line);
      output.line(
        `${count(events, 'event')} and ${count(bodies, 'long text')} would be deleted, ${amount(bytes)} bytes`,
      );
      if (found.waiting > 0)
        output.line(`${count(found.waiting, 'event')} wait until the archive has them (hookline archive)`);
    });

  group
    .command('run')
    .description('delete what the policy no longer keeps: from the log, the archive tables and the long texts')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const connection = await connect();
      let done: z.infer<typeof run>;
      do done = await step(connection);
      while (done.endedAt === null && !signal.aborted);
      if (json) return output.json(done);
      for (const line of tableLines(columns, rowsOf(done), output.width)) output.line(line);
      output.line(`run ${done.run}: ${endOf(done)}`);
    });
};

const planWithinMs = 290_000;

async function step({ client }: Connection): Promise<z.infer<typeof run>> {
  return await client.request('POST', '/v1/retention/run', { schema: run, timeoutMs: planWithinMs });
}

function rowsOf(of: Pick<z.infer<typeof plan>, 'events' | 'bodies'>): Row[] {
  return [
    ...of.events.map(({ rule, kind, project, events, bytes }) => ({
      rule,
      what: project === '-' ? kind : `${kind} of ${project}`,
      count: events,
      bytes,
    })),
    ...of.bodies.map(({ rule, bodies, bytes }) => ({ rule, what: 'long texts', count: bodies, bytes })),
  ];
}

function endOf({ endedAt, events, bodies }: z.infer<typeof run>): string {
  const sum = (of: readonly number[]) => of.reduce((so, one) => so + one, 0);
  const deleted = `${count(sum(events.map((row) => row.events)), 'event')} and ${count(sum(bodies.map((row) => row.bodies)), 'long text')} deleted`;
  return endedAt === null ? `${deleted} so far; it did not end, the next run goes on` : deleted;
}

function* policyLines({ run: when, requireArchive, rules }: NonNullable<z.infer<typeof retention>['policy']>) {
  yield when === 'daily' ? 'runs once a day' : 'runs when asked (hookline retention run)';
  if (requireArchive !== undefined) yield `deletes only what is in the archive at ${requireArchive}`;
  for (const { name, of, afterMs, kinds, projects } of rules) {
    const what = of === 'events' ? 'events' : 'long texts of events';
    const ofKinds = kinds === undefined ? '' : ` of ${kinds.join(', ')}`;
    const ofProjects = projects === undefined ? '' : ` in ${projects.join(', ')}`;
    const when = afterMs === undefined ? 'never' : `after ${Math.round(afterMs / 3_600_000) / 24} days`;
    yield `  ${name}: ${what}${ofKinds}${ofProjects} expire ${when}`;
  }
}
