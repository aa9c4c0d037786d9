import type { Command } from 'commander';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import type { Connection } from '../connection.ts';
import { CommandError } from '../failure.ts';
import { wholeNumber } from '../parse.ts';
import { pause } from '../pause.ts';
import { type Column, tableLines } from '../render/table.ts';

const projection = z.looseObject({
  name: z.string(),
  version: z.number(),
  generation: z.number(),
  state: z.string(),
  position: z.number(),
  lag: z.number(),
  stateHash: z.string().nullish(),
  rows: z.number().nullish(),
  error: z.string().nullish(),
});
type Projection = z.infer<typeof projection>;

const columns: readonly Column<Projection>[] = [
  { title: 'NAME', of: ({ name }) => name },
  { title: 'VERSION', of: ({ version, generation }) => `${version}${generation > 0 ? ` (build ${generation})` : ''}` },
  { title: 'STATE', of: ({ state, error }) => (error ? `${state}: ${error}` : state) },
  { title: 'POSITION', of: ({ position }) => String(position), right: true },
  { title: 'LAG', of: ({ lag }) => String(lag), right: true },
  { title: 'ROWS', of: ({ rows }) => String(rows ?? ''), right: true, spare: 1 },
  { title: 'STATE HASH', of: ({ stateHash }) => stateHash ?? '' },
];

export const addProjections: AddCommand = (program, { connect, output, signal }) => {
  const group = program
    .command('projections')
    .description('the read models: list them, build one anew, let it take over');
  const tell = (rows: readonly Projection[], json: boolean | undefined) => {
    if (json) return output.json(rows.length === 1 ? rows[0] : rows);
    for (const line of tableLines(columns, rows, output.width)) output.line(line);
  };
  const command = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .argument('<projection>')
      .option(...jsonOption);

  group
    .command('list')
    .description('every version: its position and the hash of its state')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await list(await connect());
      if (json) output.json(rows);
      else tell(rows, false);
    });

  command('rebuild', 'build it anew from the first event, beside the live one')
    .option('--switch', 'let it take over when it is ready')
    .option('--no-wait', 'do not wait until it is ready')
    .action(async (name: string, options: { switch?: boolean; wait: boolean; json?: boolean }) => {
      const connection = await connect();
      let row = await post(connection, name, 'rebuild', { switchWhenReady: options.switch === true });
      const done = options.switch ? ['live', 'retired'] : ['ready', 'live', 'retired'];
      while (options.wait && !done.includes(row.state) && !signal.aborted) {
        if (row.error) throw new CommandError(`the rebuild of ${name} failed: ${row.error}`);
        await pause(200, signal);
        const { version, generation } = row;
        row = (await list(connection)).find((each) => sameBuild(each, { name, version, generation })) ?? row;
      }
      tell([row], options.json);
      if (!options.json && row.state === 'ready')
        output.note(`\`hookline projections switch ${name}\` lets it take over`);
    });

  command('switch', 'let a version that is ready take over, at once')
    .option('--to-version <version>', 'which, when several are ready', wholeNumber(1))
    .option('--generation <generation>', 'which build of it', wholeNumber())
    .action(
      async (
        name: string,
        { json, toVersion: version, generation }: { json?: boolean; toVersion?: number; generation?: number },
      ) => tell([await post(await connect(), name, 'switch', { version, generation })], json),
    );

  command('rollback', 'go back to what was live before').action(async (name: string, { json }: { json?: boolean }) =>
    tell([await post(await connect(), name, 'rollback', {})], json),
  );
};

async function list({ client }: Connection): Promise<Projection[]> {
  const schema = z.object({ projections: z.array(projection) });
  return (await client.request('GET', '/v1/projections', { schema })).projections;
}

function post({ client }: Connection, name: string, verb: string, body: object): Promise<Projection> {
  return client.request('POST', `/v1/projections/${encodeURIComponent(name)}/${verb}`, { body, schema: projection });
}

function sameBuild(a: Projection, b: Pick<Projection, 'name' | 'version' | 'generation'>): boolean {
  return a.name === b.name && a.version === b.version && a.generation === b.generation;
}
