import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { someText, wholeNumber } from '../parse.ts';
import { amount, count } from '../render/words.ts';

interface Options {
  readonly to?: string;
  readonly format?: 'jsonl' | 'parquet';
  readonly until?: number;
  readonly json?: boolean;
}

const segmentFormats = ['jsonl', 'parquet'];

export const addArchive: AddCommand = (program, surroundings) => {
  const group = program
    .command('archive')
    .description(
      'write what is new in the log to a folder or a bucket, from which it replays and imports without a bus',
    )
    .option('--to <where>', 'a folder, or s3://bucket/prefix (AWS_… variables say how to get in)')
    .option('--format <format>', `how segments are written: ${segmentFormats.join(' or ')} (as before, else jsonl)`)
    .option('--until <position>', 'no further than this position of the log', wholeNumber(1))
    .option(...jsonOption)
    .action(async (options: Options) => {
      if (options.to === undefined) {
        throw new CommandError('say with --to where the archive is: a folder, or s3://bucket/prefix', {
          exitCode: exitCode.usage,
        });
      }
      if (options.format !== undefined && !segmentFormats.includes(options.format)) {
        throw new CommandError(`--format ${options.format}: expected ${segmentFormats.join(' or ')}`, {
          exitCode: exitCode.usage,
        });
      }
      await write(options.to, options, surroundings);
    });

  group
    .command('verify')
    .description('read an archive and compare it with its manifest: every segment, event and long text; needs no bus')
    .argument('<where>', 'the folder, or s3://bucket/prefix', someText)
    .option(...jsonOption)
    .action(async (where: string, given: { json?: boolean }, command: { optsWithGlobals(): { json?: boolean } }) => {
      await verify(where, given.json ?? command.optsWithGlobals().json ?? false, surroundings);
    });
};

async function write(to: string, options: Options, { connect, env, cwd, output, signal }: Surroundings): Promise<void> {
  const { openStore, writeArchive, coveredUntil } = await import('@hookline/archive');
  const { sourceOver } = await import('../export/archive-source.ts');
  const store = await asked(async () => openStore(to, env, cwd));
  const { client } = await connect();
  const source = await sourceOver(client, signal);
  const { segments, bodies, manifest } = await asked(() =>
    writeArchive(source, store, {
      format: options.format,
      until: options.until,
      signal,
      onSegment: ({ name, events, bytes }) => {
        if (!options.json) output.note(`  ${name}: ${count(events, 'event')}, ${amount(bytes)} bytes`);
      },
    }),
  );
  const events = segments.reduce((sum, one) => sum + one.events, 0);
  const bodiesMissing = segments.reduce((sum, one) => sum + one.bodiesMissing.length, 0);
  const until = coveredUntil(manifest);
  if (options.json) {
    return output.json({ where: store.where, events, bodies, bodiesMissing, until, segments, total: manifest.events });
  }
  output.line(
    events === 0
      ? `✓ ${store.where} has everything already: ${count(manifest.events, 'event')}, up to position ${until}`
      : `✓ ${count(events, 'event')} and ${count(bodies, 'long text')} added to ${store.where}: now ${manifest.events} events, up to position ${until}`,
  );
  if (bodiesMissing > 0)
    output.note(`  ${count(bodiesMissing, 'long text')} had expired before; their events are there`);
}

async function verify(
  where: string,
  json: boolean,
  { env, cwd, output, endWith, signal }: Surroundings,
): Promise<void> {
  const { checkArchive, openStore } = await import('@hookline/archive');
  const found = await asked(async () => checkArchive(openStore(where, env, cwd), signal));
  if (!found.ok) endWith(exitCode.failed);
  if (json) return output.json(found);
  for (const finding of found.findings) output.line(`✗ ${finding}`);
  const missing = found.bodiesMissing > 0 ? ` (${found.bodiesMissing} had expired before)` : '';
  if (!found.ok) return output.note(`${count(found.findingsTotal, 'fault')} in ${where}`);
  output.line(
    `✓ ${where} is as it was written: ${count(found.events, 'event')} in ${count(found.segments, 'segment')} (positions ${found.from} to ${found.to}), ${count(found.bodies, 'long text')}${missing}`,
  );
}

/** Runs something with an archive; what is wrong with the archive is told as it is. */
async function asked<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ArchiveError') throw error;
    throw new CommandError(error.message, { cause: error });
  }
}
