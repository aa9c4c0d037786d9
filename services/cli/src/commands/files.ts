import type { FileAt } from '@hookline/workspace';
import { type AddCommand, jsonOption } from '../command.ts';
import { byOption } from '../moment-option.ts';
import { someText } from '../parse.ts';

interface Given {
  readonly at?: string;
  readonly by: string;
  readonly json?: boolean;
}

/** The files of a session at any of its events, and what one of them held. */
export const addFiles: AddCommand = (program, { connect, output }) => {
  program
    .command('files')
    .description('the files of a session at any event, or what one of them held')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .argument('[path]', 'prints what this file held')
    .option('--at <position>', 'when the event at this position happened; the newest where not given')
    .addOption(byOption('session'))
    .option(...jsonOption)
    .action(async (given: string, path: string | undefined, { at, by, json }: Given) => {
      const { client } = await connect();
      const moment = { ...(at !== undefined && { at }), by };
      const base = `/v1/sessions/${encodeURIComponent(given)}/workspace`;
      if (path !== undefined) {
        const response = await client.send('GET', `${base}/content`, { query: { ...moment, path } });
        if (json) output.json({ path, text: await response.text() });
        else if (output.interactive) for (const line of lines(await response.text())) await output.textLine(line);
        else await output.bytes(new Uint8Array(await response.arrayBuffer()));
        return;
      }
      const answer = (await client.request('GET', base, { query: moment })) as {
        files: readonly FileAt[];
      };
      if (json) output.json(answer);
      else for (const file of answer.files) output.line(fileLine(file));
    });
};

function lines(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

function fileLine({ path, state, lines, why }: FileAt): string {
  const about = state === 'known' ? `${lines} ${lines === 1 ? 'line' : 'lines'}` : (why?.text ?? 'is not there');
  return `${state.padEnd(8)} ${path}  ${about}`;
}
