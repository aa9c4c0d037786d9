import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import { type Connection, everyRow } from '../connection.ts';
import { CommandError, exitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { wholeNumber } from '../parse.ts';
import { brief, foundLines } from '../render/found.ts';
import { printTable } from '../render/print-table.ts';
import type { Column } from '../render/table.ts';
import { ago } from '../render/words.ts';

const result = z.looseObject({
  session: brief,
  hits: z.array(
    z.looseObject({
      position: z.number(),
      field: z.string(),
      snippet: z.array(z.looseObject({ text: z.string(), mark: z.boolean() })),
    }),
  ),
});
const saved = z.looseObject({ name: z.string(), q: z.string(), by: z.string(), savedAt: z.string() });

interface Options {
  readonly limit?: number;
  readonly save?: string;
  readonly saved?: string;
  readonly list?: boolean;
  readonly forget?: string;
  readonly json?: boolean;
}

export const addSearch: AddCommand = (program, { connect, output }) => {
  program
    .command('search')
    .description(
      'find sessions by what was said and done: words person:ada since:7d edited:src/x.ts after failed:"npm test"',
    )
    .argument('[query...]', 'words, "phrases", filters and steps; docs/reference/search.md has them all')
    .option('--limit <count>', 'at most so many sessions', wholeNumber(1), 10)
    .option('--save <name>', 'keep the query under a name')
    .option('--saved <name>', 'the query kept under this name; what else is given narrows it')
    .option('--list', 'list the saved queries')
    .option('--forget <name>', 'forget a saved query')
    .option(...jsonOption)
    .action(async (words: string[], options: Options) => {
      const connection = await connect();
      if (options.list) return listSaved(await savedIn(connection), options, output);
      if (options.forget !== undefined) {
        await connection.client.request('DELETE', `/v1/searches/${encodeURIComponent(options.forget)}`);
        return output.note(`forgotten: ${options.forget}`);
      }
      const q = [await textOf(connection, options.saved), queryOf(words)].filter((part) => part !== '').join(' ');
      if (options.save !== undefined) {
        const path = `/v1/searches/${encodeURIComponent(options.save)}`;
        const kept = saved.parse(await connection.client.request('PUT', path, { body: { q } }));
        return options.json
          ? output.json(kept)
          : output.note(`saved as ${kept.name}: hookline search --saved ${kept.name}`);
      }
      const found: z.infer<typeof result>[] = [];
      for await (const row of everyRow(connection, '/v1/search', 'results', {
        query: { q },
        most: options.limit ?? 10,
      })) {
        found.push(result.parse(row));
      }
      if (options.json) return output.json(found);
      if (found.length === 0) return output.note('nothing was found: fewer words, or another filter, may find more');
      const now = new Date();
      found.forEach(({ session, hits }, index) => {
        if (index > 0) output.line();
        for (const line of foundLines(session, hits, now, output)) output.line(line);
      });
    });
};

/** The query as one text. A shell takes the quotes away: `failed:"npm test"` comes as one argument with a space in it. */
function queryOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : words.map(quotedAgain).join(' ');
}

/** Names whose values are commands or errors, which have spaces in them. */
const spaced = /^((?:ran|passed|failed|denied|error):)([^":]*\s[^":]*)$/;

function quotedAgain(word: string): string {
  return word.replace(spaced, '$1"$2"');
}

async function savedIn({ client }: Connection): Promise<z.infer<typeof saved>[]> {
  return z.looseObject({ searches: z.array(saved) }).parse(await client.request('GET', '/v1/searches')).searches;
}

async function textOf(connection: Connection, name: string | undefined): Promise<string> {
  if (name === undefined) return '';
  const all = await savedIn(connection);
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found.q;
  const names = all.map((one) => one.name).join(', ');
  throw new CommandError(`no query is saved as ${JSON.stringify(name)}`, {
    hint: names === '' ? 'none is saved yet: hookline search … --save <name>' : `there are ${names}`,
    exitCode: exitCode.usage,
  });
}

function listSaved(searches: readonly z.infer<typeof saved>[], { json }: Options, output: Output): void {
  if (json) output.json(searches);
  else if (searches.length === 0) output.note('none is saved yet: hookline search … --save <name>');
  else {
    printTable(savedColumns(new Date()), searches, output);
  }
}

function savedColumns(now: Date): Column<z.infer<typeof saved>>[] {
  return [
    { title: 'NAME', of: ({ name }) => name },
    { title: 'QUERY', of: ({ q }) => q, least: 20 },
    { title: 'BY', of: ({ by }) => by },
    { title: 'SAVED', of: ({ savedAt }) => `${ago(savedAt, now)} ago` },
  ];
}
