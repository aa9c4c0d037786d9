import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import { everyRow } from '../connection.ts';
import { wholeNumber } from '../parse.ts';
import { cut } from '../render/screen-width.ts';
import { oneLine, plain } from '../render/table.ts';

const memory = z.looseObject({
  id: z.string(),
  project: z.string().nullish(),
  kind: z.string(),
  text: z.string(),
  support: z.number().nullish(),
  evidence: z.number().nullish(),
  lastSeenAt: z.string().nullish(),
  status: z.string().nullish(),
});
const why = z.looseObject({
  memory,
  evidence: z.array(
    z.looseObject({ position: z.number(), session: z.string().nullish(), time: z.string(), summary: z.string() }),
  ),
});

/** A beginning of an id that is enough to name a memory by. */
const idShown = 16;

export const addMemory: AddCommand = (program, { connect, output }) => {
  const group = program.command('memory').description('what is known of a project, and from which events');

  group
    .command('list')
    .description('what is known')
    .option('--project <id>', 'only of this project')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 200)
    .option(...jsonOption)
    .action(async ({ json, project, limit }: { json?: boolean; project?: string; limit: number }) => {
      const memories: z.infer<typeof memory>[] = [];
      const rows = everyRow(await connect(), '/v1/memory', 'memories', { query: { project }, most: limit });
      for await (const row of rows) memories.push(memory.parse(row));
      if (json) return output.json(memories);
      if (memories.length === 0) output.note('nothing is known yet: it is derived from sessions as they come');
      for (const [of, known] of Map.groupBy(memories, (row) => row.project ?? '-')) {
        output.line(output.paint('bold', oneLine(of)));
        for (const { id, kind, text } of known)
          output.line(cut(`  ${id.slice(0, idShown)}  ${kind}  ${oneLine(text)}`, output.width));
      }
    });

  group
    .command('why')
    .description('the events that one memory came from')
    .argument('<id>')
    .option(...jsonOption)
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('GET', `/v1/memory/${encodeURIComponent(id)}/why`, { schema: why });
      if (json) return output.json(found);
      output.line(output.paint('bold', plain(found.memory.text)));
      for (const { position, session, time, summary } of found.evidence) {
        output.line(
          cut(`  ${String(position).padStart(7)}  ${time}  ${session ?? ''}  ${oneLine(summary)}`, output.width),
        );
      }
    });
};
