import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HooklineError } from '@hookline/client';
import { homeOf } from '@hookline/service/home';
import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { wholeNumber } from '../parse.ts';
import { readInput } from '../read-stdin.ts';
import { answerLines, askSql, csvLine, objectOf, type SqlAnswer, shortfall } from '../sql/answer.ts';
import { readViews, type View, viewLines, viewNamed } from '../sql/views.ts';

interface Options {
  readonly file?: string;
  readonly tables?: string | true;
  readonly limit?: number;
  readonly timeout?: number;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly parquet?: string;
}

export const addSql: AddCommand = (program, surroundings) => {
  program
    .command('sql')
    .description(
      'ask with SQL, over the views of docs/reference/analytics.md: a statement, a file, stdin, or a prompt when none is given',
    )
    .argument('[statement]', 'one SELECT; a name without a schema is one of these views')
    .option('-f, --file <file>', 'the statement is in this file; - for stdin')
    .option('--tables [view]', 'the views there are, or the columns of one')
    .option('--limit <rows>', 'how many rows are shown at most: 1000, up to 100000', wholeNumber(1))
    .option('--timeout <seconds>', 'after so long the statement is ended: 30, up to 300', wholeNumber(1))
    .option('--csv', 'answer as comma-separated values')
    .option('--parquet <file>', 'write all rows into a Parquet file')
    .option(jsonOption[0], 'answer as a JSON array with an object per row')
    .action(async (statement: string | undefined, options: Options) => {
      if (options.tables !== undefined) return tellViews(options, surroundings);
      const given = await statementOf(statement, options, surroundings);
      if (given === undefined) return converse(options, surroundings);
      if (options.parquet === undefined) return answerOne(given, options, surroundings);
      const { writeTable } = await import('../sql/write-table.ts');
      const file = resolve(surroundings.cwd, options.parquet);
      const { rows } = await writeTable((await surroundings.connect()).client, given, file, surroundings);
      surroundings.output.note(`${options.parquet}: ${rows} rows`);
    });
};

async function tellViews({ tables, json }: Options, { connect, output }: Surroundings): Promise<void> {
  const views = await readViews((await connect()).client);
  const name = tables === true ? undefined : tables;
  if (json) return output.json(name === undefined ? views : viewNamed(views, name));
  for (const line of viewLines(views, name, output.width)) output.line(line);
}

/** What is asked; undefined where a person sits at the terminal and named nothing. */
async function statementOf(statement: string | undefined, { file }: Options, { cwd }: Surroundings) {
  if (statement !== undefined && file !== undefined) {
    throw new CommandError('give a statement or --file, not both', { exitCode: exitCode.usage });
  }
  if (statement !== undefined && statement !== '-') return statement;
  if (file !== undefined && file !== '-') return await readInput(resolve(cwd, file));
  if (statement === undefined && file === undefined && process.stdin.isTTY) return undefined;
  return await readInput('-');
}

async function answerOne(statement: string, options: Options, surroundings: Surroundings): Promise<void> {
  const { client } = await surroundings.connect();
  await show(await askSql(client, statement, limitsOf(options, surroundings.signal)), options, surroundings);
}

function limitsOf({ limit, timeout }: Options, signal: AbortSignal) {
  return { limit, timeoutSeconds: timeout, signal };
}

async function show(answer: SqlAnswer, { json, csv }: Options, { output }: Surroundings): Promise<void> {
  if (json) output.json(answer.rows.map((row) => objectOf(answer, row)));
  else if (csv) {
    await output.textLine(csvLine(answer.columns.map(({ name }) => name)));
    for (const row of answer.rows) await output.textLine(csvLine(row));
  } else for (const line of answerLines(answer, output.width)) await output.textLine(line);
  const missing = shortfall(answer);
  if (missing !== undefined) output.note(missing);
}

/** Statement after statement, for a person. */
async function converse(options: Options, surroundings: Surroundings): Promise<void> {
  const { output, env } = surroundings;
  const { prompt } = await import('../sql/prompt.ts');
  const { client, url } = await surroundings.connect();
  const views = await readViews(client);
  const home = homeOf(env);
  await mkdir(home, { recursive: true, mode: 0o700 }).catch(() => {});
  output.note(`SQL over ${url}. End a statement with ;  \\d lists the views, \\d <view> its columns, \\q leaves.`);
  await prompt({
    historyFile: join(home, 'sql-history'),
    words: wordsOf(views),
    tell: (line) => output.note(line),
    run: async (statement, signal) => {
      const described = /^\\d\s*(\S*)/.exec(statement);
      if (described !== null) {
        for (const line of viewLines(views, described[1] || undefined, output.width)) output.line(line);
        return;
      }
      try {
        const answer = await askSql(client, statement, limitsOf(options, signal));
        await show(answer, options, surroundings);
        output.note(`${answer.rows.length} rows, ${answer.elapsedMs} ms`);
      } catch (error) {
        if (!(error instanceof HooklineError)) throw error;
        throw new Error(
          [error.message.replace(/^.*was answered with \d+: /, ''), error.hint].filter(Boolean).join('\n  → '),
        );
      }
    },
  });
}

function wordsOf(views: readonly View[]): string[] {
  return [...new Set(views.flatMap(({ name, columns }) => [name, ...columns.map((column) => column.name)]))].sort();
}
