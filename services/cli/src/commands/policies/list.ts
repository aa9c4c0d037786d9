import { z } from 'zod';
import { type AddCommand, jsonOption } from '../../command.ts';
import { exitCode } from '../../failure.ts';
import { type Column, oneLine, tableLines } from '../../render/table.ts';
import { moment } from '../../render/words.ts';

const policyList = z.looseObject({
  policies: z.array(
    z.looseObject({
      policy: z.string(),
      version: z.string(),
      mode: z.string(),
      onFailure: z.string(),
      projects: z.array(z.string()).nullable(),
      decided: z.record(z.string(), z.record(z.string(), z.number())),
      lastDecidedAt: z.string().nullable(),
    }),
  ),
  faults: z.array(z.looseObject({ message: z.string() })),
});
type Policy = z.output<typeof policyList>['policies'][number];

const columns: readonly Column<Policy>[] = [
  { title: 'POLICY', of: ({ policy }) => policy },
  { title: 'MODE', of: ({ mode }) => mode },
  { title: 'WITHOUT ANSWER', of: ({ onFailure }) => onFailure },
  { title: 'DECIDED', of: ({ decided }) => decidedText(decided), least: 12 },
  { title: 'LAST', of: ({ lastDecidedAt }) => (lastDecidedAt ? moment(lastDecidedAt) : '') },
  { title: 'VERSION', of: ({ version }) => version.slice(0, 8) },
  { title: 'FOR', of: ({ projects }) => projects?.join(', ') ?? 'every project', least: 12 },
];

export const addList: AddCommand = (group, { connect, output, endWith }) => {
  group
    .command('list')
    .description('the policies in force, what they decided, and what keeps other files out; status 1 with faults')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/policies', { schema: policyList });
      if (found.faults.length > 0) endWith(exitCode.failed);
      if (json) return output.json(found);
      if (found.policies.length === 0)
        output.note('no policy is in force; docs/how-to/guard-tool-calls.md writes the first');
      else for (const line of tableLines(columns, found.policies, output.width)) output.line(line);
      for (const { message } of found.faults) output.line(`${output.paint('red', '✗')} ${oneLine(message)}`);
    });
};

/** `shadow: 12 deny, 1 ask; enforce: 3 deny`. */
function decidedText(decided: Policy['decided']): string {
  return Object.entries(decided)
    .map(
      ([mode, counts]) =>
        `${mode}: ${Object.entries(counts)
          .map(([decision, times]) => `${times} ${decision}`)
          .join(', ')}`,
    )
    .join('; ');
}
