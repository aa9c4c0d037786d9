import { z } from 'zod';
import { type AddCommand, jsonOption } from '../../command.ts';
import { memory } from '../../memory/model.ts';
import { printTable } from '../../render/print-table.ts';
import { cut } from '../../render/screen-width.ts';
import { oneLine } from '../../render/table.ts';
import { amount, count, duration } from '../../render/words.ts';

const side = z.looseObject({ count: z.number(), median: z.number().nullish() });
const measure = z.looseObject({
  label: z.string(),
  unit: z.string(),
  told: side,
  heldOut: side,
  sentence: z.string(),
});
const surface = z.looseObject({
  surface: z.string(),
  injections: z.number(),
  memories: z.number(),
  tokens: z.number(),
  helpful: z.number(),
  harmful: z.number(),
  ignored: z.number(),
  heldOut: z.number(),
});
const feedback = z.looseObject({
  sessions: z.looseObject({ told: z.number(), heldOut: z.number() }),
  measures: z.array(measure),
  surfaces: z.array(surface),
});
const junk = z.looseObject({
  active: z.number(),
  junk: z.number(),
  share: z.number(),
  findings: z.array(z.looseObject({ why: z.string(), memory, of: memory.nullish(), likeness: z.number().nullish() })),
});
const conflicts = z.looseObject({
  conflicts: z.array(z.looseObject({ about: z.string(), why: z.string(), memories: z.array(memory) })),
});

export const addReport: AddCommand = (group, { connect, output }) => {
  group
    .command('report')
    .description(
      'whether memory helps: sessions that were told against those held out, and what became of what was told',
    )
    .option('--project <id>', 'only of this project')
    .option('--since <time>', 'only what was told since: a time, or how long ago (30d)')
    .option(...jsonOption)
    .action(async ({ json, ...query }: { json?: boolean; project?: string; since?: string }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/memory/report/feedback', { query, schema: feedback });
      if (json) return output.json(found);
      const { told, heldOut } = found.sessions;
      output.line(`${count(told, 'session')} told, ${heldOut} held out for comparison; medians:`);
      printTable(
        [
          { title: 'MEASURE', of: ({ label }) => label },
          { title: 'TOLD', of: (row) => figureText(row.told.median, row.unit), right: true },
          { title: 'HELD OUT', of: (row) => figureText(row.heldOut.median, row.unit), right: true },
          { title: 'WHAT IT SAYS', of: ({ sentence }) => sentence, least: 20 },
        ],
        found.measures,
        output,
      );
      if (found.surfaces.length === 0) return;
      output.line();
      printTable(
        [
          { title: 'WHERE', of: (row) => row.surface },
          { title: 'TIMES', of: (row) => String(row.injections), right: true },
          { title: 'MEMORIES', of: (row) => String(row.memories), right: true },
          { title: 'TOKENS', of: (row) => amount(row.tokens), right: true },
          { title: 'HELPFUL', of: (row) => String(row.helpful), right: true },
          { title: 'HARMFUL', of: (row) => String(row.harmful), right: true },
          { title: 'IGNORED', of: (row) => String(row.ignored), right: true },
          { title: 'HELD OUT', of: (row) => String(row.heldOut), right: true },
        ],
        found.surfaces,
        output,
      );
    });

  group
    .command('junk')
    .description('what of the active memories is worth nothing: duplicates, our own echo, without evidence')
    .option('--project <id>', 'only of this project')
    .option(...jsonOption)
    .action(async ({ json, ...query }: { json?: boolean; project?: string }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/memory/report/junk', { query, schema: junk });
      if (json) return output.json(found);
      output.line(
        `${found.junk} of ${found.active} active memories are worth nothing (${(100 * found.share).toFixed(1)} %)`,
      );
      for (const { why, memory: one, of } of found.findings) {
        const repeats = of ? ` of ${of.shortId}` : '';
        output.line(cut(`  ${one.shortId}  ${why}${repeats}: ${oneLine(one.statement)}`, output.width));
      }
    });

  group
    .command('conflicts')
    .description('memories that cannot both be followed where both hold')
    .option('--project <id>', 'only of this project')
    .option(...jsonOption)
    .action(async ({ json, ...query }: { json?: boolean; project?: string }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/memory/conflicts', { query, schema: conflicts });
      if (json) return output.json(found);
      if (found.conflicts.length === 0) output.note('no two memories contradict each other');
      for (const { about, memories } of found.conflicts) {
        output.line(output.paint('bold', oneLine(about)));
        for (const one of memories)
          output.line(cut(`  ${one.shortId}  ${one.statusNow}  ${one.scope}  ${oneLine(one.statement)}`, output.width));
      }
    });
};

function figureText(median: number | null | undefined, unit: string): string {
  if (median === null || median === undefined) return '–';
  if (unit === 'ms') return duration(median);
  return unit === 'tokens' ? amount(Math.round(median)) : String(Math.round(median * 10) / 10);
}
