import { type AddCommand, jsonOption } from '../../command.ts';
import { exitCode } from '../../failure.ts';
import { type Column, tableLines } from '../../render/table.ts';
import { moment } from '../../render/words.ts';
import { type Rule, ruleList } from '../../rules/model.ts';
import { faultText } from '../../rules/page.ts';

const columns: readonly Column<Rule>[] = [
  { title: 'RULE', of: ({ name }) => name },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'TODAY', of: ({ firingsToday }) => String(firingsToday), right: true },
  { title: 'LAST FIRED', of: ({ lastFiredAt }) => (lastFiredAt ? moment(lastFiredAt) : '') },
  { title: 'VERSION', of: ({ version }) => version.slice(0, 8) },
  { title: 'FROM', of: ({ source, path }) => `${source}${path ? ` ${path}` : ''}`, least: 12 },
];

export const addList: AddCommand = (group, { connect, output, endWith }) => {
  group
    .command('list')
    .description('the rules in force, who stopped or paused them, and what keeps other files out; status 1 with faults')
    .option('--withdrawn', 'also those that are no longer in force')
    .option(...jsonOption)
    .action(async ({ json, withdrawn }: { json?: boolean; withdrawn?: boolean }) => {
      const { client } = await connect();
      const query = { withdrawn: withdrawn ? 'true' : undefined };
      const found = await client.request('GET', '/v1/rules', { query, schema: ruleList });
      if (found.faults.length > 0) endWith(exitCode.failed);
      if (json) return output.json(found);
      const { rules, stopped, faults } = found;
      if (stopped)
        output.line(
          output.paint('red', `STOPPED by ${stopped.by} (${stopped.reason}), since ${moment(stopped.since)}`),
        );
      if (rules.length === 0) output.note('no rule is in force; docs/how-to/write-rules.md writes the first');
      else for (const line of tableLines(columns, rules, output.width)) output.line(line);
      for (const { name, paused } of rules) {
        if (paused) output.line(`${name} is paused by ${paused.by} since ${moment(paused.since)}: ${paused.reason}`);
      }
      for (const fault of faults) output.line(`${output.paint('red', '✗')} ${faultText(fault)}`);
    });
};
