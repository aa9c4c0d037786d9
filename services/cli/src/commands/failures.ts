import { Option } from 'commander';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import { wholeNumber } from '../parse.ts';
import { percent } from '../render/dollars.ts';
import { brief, handleOf } from '../render/found.ts';
import { cut } from '../render/screen-width.ts';
import { oneLine, tableLines } from '../render/table.ts';
import { ago } from '../render/words.ts';

const failure = z.looseObject({
  key: z.string(),
  label: z.string(),
  failures: z.number(),
  runs: z.number(),
  sessions: z.number(),
  actors: z.array(z.looseObject({ actor: z.string().nullable(), failures: z.number(), sessions: z.number() })),
  lastAt: z.string().nullable(),
  errorSignature: z.string().nullable(),
  examples: z.array(
    z.looseObject({
      session: brief,
      position: z.number(),
      command: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
});
type Failure = z.infer<typeof failure>;

export const addFailures: AddCommand = (program, { connect, output }) => {
  program
    .command('failures')
    .description('which command (or error, or tool) failed most, and in whose sessions')
    .addOption(
      new Option('--by <what>', 'command, error or tool').choices(['command', 'error', 'tool']).default('command'),
    )
    .option('--since <time>', 'only calls since then: 2026-11-22, 90m, 24h, 7d', '7d')
    .option('--until <time>', 'only calls before then')
    .option('--project <id>', 'only of this project')
    .option('--harness <name>', 'only of this harness')
    .option('--actor <name>', 'only of this person or service')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 10)
    .option(...jsonOption)
    .action(async ({ json, ...query }: { json?: boolean; by: string; since: string } & Record<string, string>) => {
      const { client } = await connect();
      const answer = await client.request('GET', '/v1/failures', { query });
      const { failures } = z.looseObject({ failures: z.array(failure) }).parse(answer);
      if (json) return output.json(failures);
      if (failures.length === 0) return output.note(`nothing failed since ${query.since}`);
      const now = new Date();
      const [title, ...lines] = tableLines(columnsOf(query.by, now), failures, output.width);
      output.line(output.paint('dim', title ?? ''));
      lines.forEach((line, index) => {
        output.line(line);
        for (const example of failures[index]!.examples.slice(0, 1)) {
          const text = oneLine(example.error ?? example.command ?? '');
          const pointer = `hookline replay ${handleOf(example.session.session)} --from ${example.position} --step`;
          output.line(output.paint('dim', `  ${cut(text, Math.min(output.width, 110) - 2)}`));
          output.line(output.paint('dim', `  → ${pointer}`));
        }
      });
    });
};

function columnsOf(by: string, now: Date) {
  const share = ({ failures, runs }: Failure) => percent(failures / runs);
  return [
    { title: by.toUpperCase(), of: (one: Failure) => one.key, least: 20 },
    { title: 'FAILED', of: (one: Failure) => String(one.failures), right: true },
    ...(by === 'error'
      ? []
      : [
          { title: 'OF', of: (one: Failure) => String(one.runs), right: true },
          { title: 'SHARE', of: share, right: true },
        ]),
    { title: 'SESSIONS', of: (one: Failure) => String(one.sessions), right: true },
    { title: 'WHOSE', of: whose, least: 12 },
    { title: 'LAST', of: ({ lastAt }: Failure) => ago(lastAt, now), right: true },
  ];
}

const shownMax = 3;

function whose({ actors }: Failure): string {
  const shown = actors.slice(0, shownMax).map(({ actor, failures }) => `${actor ?? 'unknown'} ${failures}`);
  const more = actors.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
