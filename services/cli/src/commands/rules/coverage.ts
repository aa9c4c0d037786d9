import { type AddCommand, jsonOption } from '../../command.ts';
import { oneLine } from '../../render/table.ts';
import { ruleDetails, ruleList } from '../../rules/model.ts';
import { coverageLines } from '../../rules/page.ts';
import { pathOf } from './path.ts';

export const addCoverage: AddCommand = (group, { connect, output }) => {
  group
    .command('coverage')
    .description('which clauses of the rules in force their own tests saw both true and false')
    .argument('[rule]', 'only of this rule')
    .option(...jsonOption)
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const { client } = await connect();
      const names =
        name === undefined
          ? (await client.request('GET', '/v1/rules', { schema: ruleList })).rules.map((rule) => rule.name)
          : [name];
      const found = [];
      for (const one of names) {
        const { name: rule, coverage, tests } = await client.request('GET', pathOf(one), { schema: ruleDetails });
        found.push({ rule, tests: tests.length, coverage: coverage ?? null });
      }
      if (json) return output.json(found);
      for (const { rule, coverage } of found) {
        output.line(output.paint('bold', oneLine(rule)));
        if (coverage !== null) for (const line of coverageLines(coverage, output)) output.line(`  ${line}`);
      }
    });
};
