import { createWriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError, Option } from 'commander';
import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { someText } from '../parse.ts';

interface Options {
  readonly since?: string;
  readonly all?: boolean;
  readonly tables?: string;
  readonly output?: string;
  readonly format: string;
  readonly content?: boolean;
  readonly repository?: string;
  readonly to?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly json?: boolean;
}

const formatNames = ['jsonl', 'otlp', 'otlp-protobuf', 'atif', 'agent-trace', 'parquet'];

export const addExport: AddCommand = (program, surroundings) => {
  program
    .command('export')
    .description(
      'write the events of a session, or everything since a time: as JSON lines that any bus can import, or in another format',
    )
    .argument('[session]', 'our id, the harness’s own, or the beginning of either', someText)
    .option('--since <time>', 'everything since then: 2026-11-22, 24h, 7d')
    .option('--all', 'everything')
    .option('--tables <folder>', 'with parquet: every view of `hookline sql --tables` as a file in this folder')
    .option('-o, --output <file>', 'write there instead of stdout')
    .addOption(new Option('--format <format>', 'how it is written').choices(formatNames).default('jsonl'))
    .option('--content', 'with otlp: prompts, answers, inputs and outputs go along')
    .option('--repository <folder>', 'with agent-trace: where the project is checked out (this folder)')
    .option('--to <url>', 'with otlp: send it to this receiver of the OpenTelemetry protocol instead')
    .addOption(
      new Option('--header <name=value>', 'with --to: sent along; may be given more than once').argParser(header),
    )
    .option(jsonOption[0], 'the same as --format jsonl')
    .action(async (session: string | undefined, options: Options) => {
      if (options.tables !== undefined) return writeTables(options.tables, session, options, surroundings);
      if ([session, options.since, options.all].filter(Boolean).length !== 1) {
        throw new CommandError('say what to export: a session, or --since, or --all', { exitCode: exitCode.usage });
      }
      if (options.to !== undefined && options.format !== 'otlp') {
        throw new CommandError('--to needs --format otlp', { exitCode: exitCode.usage });
      }
      if (options.format === 'jsonl' || options.json) return writeLines(session, options, surroundings);
      if (options.format === 'parquet') return writeParquet(session, options, surroundings);
      await writeFormat(session, options, surroundings);
    });
};

async function writeLines(session: string | undefined, options: Options, surroundings: Surroundings): Promise<void> {
  if (session === undefined) return writeLog(options, surroundings);
  const { output } = surroundings;
  const { client } = await surroundings.connect();
  const answer = await client.send('GET', `/v1/sessions/${encodeURIComponent(session)}/export`);
  const lines = Readable.fromWeb(answer.body as never);
  if (options.output) return toFile(options.output, (file) => pipeline(lines, createWriteStream(file)));
  lines.setEncoding('utf8');
  for await (const chunk of lines) await output.jsonText(chunk as string);
}

/** All of the log, or since a time. A file gets its name once it is whole. */
async function writeLog({ since, output: file }: Options, surroundings: Surroundings): Promise<void> {
  const { output, signal } = surroundings;
  const { readLog } = await import('../export/read-log.ts');
  const { exportLines } = await import('../export/export-file.ts');
  const { client } = await surroundings.connect();
  const lines = exportLines(await readLog(client, { since }, signal), new Date().toISOString());
  if (file === undefined) {
    for await (const line of lines) await output.jsonText(line);
    return;
  }
  await toFile(`${file}.partial`, (partial) => pipeline(lines, createWriteStream(partial)));
  await toFile(file, (whole) => rename(`${file}.partial`, whole));
}

async function writeFormat(session: string | undefined, options: Options, surroundings: Surroundings): Promise<void> {
  const { output, cwd, signal } = surroundings;
  const { formats, viewOf } = await import('../export/formats.ts');
  const { eventsOfSession } = await import('../export/read-events.ts');
  const format = formats[options.format]!;
  if (session === undefined) {
    throw new CommandError(`${options.format} is written of one session: name it`, { exitCode: exitCode.usage });
  }
  const { client, url } = await surroundings.connect();
  const events = await eventsOfSession(client, session);
  if (options.to !== undefined) {
    const { otlpProtobuf } = await import('@hookline/exports');
    const { sendOtlp } = await import('../export/send-otlp.ts');
    const bytes = otlpProtobuf(viewOf(events), { content: options.content ?? false });
    await sendOtlp(options.to, bytes, options.header ?? {}, signal);
    return output.note(`${options.to} took the spans of ${events.length} events`);
  }
  if (format.binary) refuseScreen(options, surroundings);
  const repository = resolve(cwd, options.repository ?? '.');
  const written = await format.write(events, { content: options.content ?? false, repository, url });
  if (options.output) return toFile(options.output, (file) => writeFile(file, written));
  if (typeof written === 'string') await output.jsonText(written);
  else await output.bytes(written);
}

/** Events as one Parquet file, written while they are read. */
async function writeParquet(session: string | undefined, options: Options, surroundings: Surroundings): Promise<void> {
  refuseScreen(options, surroundings);
  const { eventColumns, parquetOf } = await import('@hookline/exports');
  const { eventsSince } = await import('../export/read-events.ts');
  const { client } = await surroundings.connect();
  const events = session ? client.replay(session) : eventsSince(client, options.since);
  const pieces = parquetOf(eventColumns, events);
  if (options.output) return toFile(options.output, (file) => pipeline(pieces, createWriteStream(file)));
  for await (const piece of pieces) await surroundings.output.bytes(piece);
}

/** Every view of people's SQL as a file of its own. */
async function writeTables(
  folder: string,
  session: string | undefined,
  { format, since, output: file }: Options,
  { connect, cwd, output, signal }: Surroundings,
): Promise<void> {
  if (format !== 'parquet' || session !== undefined || since !== undefined || file !== undefined) {
    const message =
      '--tables writes all of the views into a folder: expected --format parquet and nothing else with it';
    throw new CommandError(message, { exitCode: exitCode.usage });
  }
  const { writeTable } = await import('../sql/write-table.ts');
  const { readViews } = await import('../sql/views.ts');
  const { client } = await connect();
  const into = resolve(cwd, folder);
  await toFile(into, async () => void (await mkdir(into, { recursive: true })));
  for (const { name } of await readViews(client)) {
    const path = join(into, `${name}.parquet`);
    await toFile(path, async () => {
      const { rows } = await writeTable(client, `select * from ${name}`, path, { signal });
      output.note(`${path}: ${rows} rows`);
    });
  }
}

/** Throws where a person would be shown bytes. */
function refuseScreen({ format, output }: Options, surroundings: Surroundings): void {
  if (output || !surroundings.output.interactive) return;
  throw new CommandError(`${format} is no text: say with --output where it goes`, { exitCode: exitCode.usage });
}

async function toFile(file: string, write: (file: string) => Promise<void>): Promise<void> {
  await write(file).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error;
    throw new CommandError(`${file} cannot be written: ${error.message}`, { cause: error });
  });
}

function header(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected name=value');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}
