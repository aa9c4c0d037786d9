import type { Hunk } from '@hookline/schemas';
import type { FileDifference } from '@hookline/workspace';
import { type AddCommand, jsonOption } from '../command.ts';
import { byOption } from '../moment-option.ts';
import type { Output } from '../output.ts';
import { someText } from '../parse.ts';

type Difference = FileDifference & { readonly patch: readonly Hunk[] | null };

/** What differs in the files of a session between two of its events. */
export const addDiff: AddCommand = (program, { connect, output }) => {
  program
    .command('diff')
    .description('what differs in the files of a session between two events')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .argument('<from>', 'a position; 0 is before everything', someText)
    .argument('[to]', 'a position; the newest where not given')
    .option('--path <path>', 'only this file')
    .addOption(byOption('session'))
    .option(...jsonOption)
    .action(
      async (given: string, from: string, to: string | undefined, options: Record<string, string | undefined>) => {
        const { client } = await connect();
        const { path, by, json } = options;
        const answer = (await client.request('GET', `/v1/sessions/${encodeURIComponent(given)}/workspace/diff`, {
          query: { from, to, by, path },
        })) as { files: readonly Difference[] };
        if (json) output.json(answer);
        else for (const file of answer.files) writeDifference(output, file);
      },
    );
};

function writeDifference(output: Output, { path, change, after, before, patch }: Difference): void {
  const why = change === 'unknown' ? (after?.why ?? before?.why)?.text : undefined;
  output.line(output.paint('bold', `${change} ${path}`) + (why === undefined ? '' : `  ${why}`));
  for (const { oldStart, oldLines, newStart, newLines, lines } of patch ?? []) {
    output.line(output.paint('cyan', `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`));
    for (const line of lines.map(String)) output.line(painted(output, line));
  }
}

function painted(output: Output, line: string): string {
  if (line.startsWith('+')) return output.paint('green', line);
  return line.startsWith('-') ? output.paint('red', line) : line;
}
