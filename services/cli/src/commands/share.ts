import { writeFile } from 'node:fs/promises';
import { Option } from 'commander';
import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError } from '../failure.ts';
import { number, someText, wholeNumber } from '../parse.ts';
import { tableLines } from '../render/table.ts';
import { moment } from '../render/words.ts';

interface Options {
  readonly at?: number;
  readonly content: string;
  readonly output?: string;
  readonly days: number;
  readonly json?: boolean;
}

interface Share {
  readonly id: string;
  readonly session: string;
  readonly content: string;
  readonly expiresAt: string;
  readonly opened: number;
}

export const addShare: AddCommand = (program, { connect, output }) => {
  const share = program.command('share').description('show a session to people who have no token');
  share
    .command('session', { isDefault: true })
    .description('make a link that expires, or with --output a file: a redacted page that needs nothing else')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .addOption(
      new Option('--content <how much>', 'outline: no words; talk: what was said and run; full: inputs and outputs too')
        .choices(['outline', 'talk', 'full'])
        .default('talk'),
    )
    .option('--at <position>', 'as the log had it at this position (now)', wholeNumber())
    .option('--days <days>', 'the link lives so long, 90 at most', number(0), 7)
    .option('-o, --output <file>', 'write the page there instead of making a link')
    .option(...jsonOption)
    .action(async (session: string, { at, content, days, output: file, json }: Options) => {
      const { client, url } = await connect();
      const path = `/v1/sessions/${encodeURIComponent(session)}`;
      if (file !== undefined) {
        const page = await (await client.send('GET', `${path}/page`, { query: { at, content } })).text();
        await writeFile(file, page).catch((cause: Error) => {
          throw new CommandError(`${file} cannot be written: ${cause.message}`, { cause });
        });
        return output.note(`${file} has the session as one page; look at it before you send it`);
      }
      const body = { content, expiresInDays: days, ...(at === undefined ? {} : { at }) };
      const made = (await client.request('POST', `${path}/shares`, { body })) as Share & { path: string };
      const link = new URL(made.path, url).href;
      if (json) return output.json({ ...made, url: link });
      output.line(link);
      output.note(`whoever has this link sees the session until ${moment(made.expiresAt)}; it is shown this once`);
    });

  share
    .command('list')
    .description('links that have not expired')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const { shares } = (await client.request('GET', '/v1/shares')) as { shares: Share[] };
      if (json) return output.json(shares);
      const columns = [
        { title: 'LINK', of: ({ id }: Share) => id },
        { title: 'SESSION', of: ({ session }: Share) => session, least: 12 },
        { title: 'CONTENT', of: ({ content }: Share) => content },
        { title: 'OPENED', of: ({ opened }: Share) => String(opened), right: true },
        { title: 'UNTIL', of: ({ expiresAt }: Share) => moment(expiresAt) },
      ];
      for (const line of tableLines(columns, shares, output.width)) output.line(line);
    });

  share
    .command('end')
    .description('end a link at once')
    .argument('<link>', 'its id, as `share list` prints it', someText)
    .action(async (link: string) => {
      const { client } = await connect();
      await client.send('DELETE', `/v1/shares/${encodeURIComponent(link)}`);
      output.note(`the link ${link} shows nothing any more`);
    });
};
