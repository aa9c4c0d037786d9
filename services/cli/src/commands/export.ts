import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from 'commander';
import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { someText } from '../parse.ts';

interface Options {
  readonly since?: string;
  readonly all?: boolean;
  readonly output?: string;
  readonly json?: boolean;
}

export const addExport: AddCommand = (program, { connect, output }) => {
  program
    .command('export')
    .description('write the events of a session, or everything since a time, as JSON lines that any bus can import')
    .argument('[session]', 'our id, the harness’s own, or the beginning of either', someText)
    .option('--since <time>', 'everything since then: 2026-11-22, 24h, 7d')
    .option('--all', 'everything')
    .option('-o, --output <file>', 'write there instead of stdout')
    .addOption(new Option('--format <format>', 'how it is written').choices(['jsonl']).default('jsonl'))
    .option(jsonOption[0], 'the same as --format jsonl')
    .action(async (session: string | undefined, { since, all, output: file }: Options) => {
      if ([session, since, all].filter(Boolean).length !== 1) {
        throw new CommandError('say what to export: a session, or --since, or --all', { exitCode: exitCode.usage });
      }
      const { client } = await connect();
      const path = session ? `/v1/sessions/${encodeURIComponent(session)}/export` : '/v1/events/export';
      const response = await client.send('GET', path, { query: { since } });
      const lines = Readable.fromWeb(response.body as never);
      if (file) return write(lines, file);
      lines.setEncoding('utf8');
      for await (const chunk of lines) await output.jsonText(chunk as string);
    });
};

async function write(lines: Readable, file: string): Promise<void> {
  await pipeline(lines, createWriteStream(file)).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error;
    throw new CommandError(`${file} cannot be written: ${error.message}`, { cause: error });
  });
}
