import { type AddCommand, jsonOption } from '../../command.ts';
import { exitCode } from '../../failure.ts';
import { oneLine } from '../../render/table.ts';
import { count } from '../../render/words.ts';
import { checkFile } from '../../rules/check-files.ts';
import { readRuleFiles } from '../../rules/rule-files.ts';

export const addCheck: AddCommand = (group, { env, cwd, output, endWith }) => {
  group
    .command('check')
    .description('check rule files and run their own tests, without a bus; status 1 where one fails')
    .argument('[paths...]', 'rule files or folders of them (.hookline/rules where it is there)')
    .option(...jsonOption)
    .action(async (given: string[], { json }: { json?: boolean }) => {
      const files = await readRuleFiles(given, { env, cwd });
      const checked = await Promise.all(files.map(checkFile));
      if (checked.some(({ problems }) => problems.length > 0)) endWith(exitCode.failed);
      if (json) return output.json(checked);
      for (const { rule, tests, problems } of checked) {
        const mark = problems.length > 0 ? output.paint('red', '✗') : output.paint('green', '✓');
        output.line(`${mark} ${oneLine(rule)}: ${count(tests.length, 'test')}`);
        for (const problem of problems) output.line(`    ${oneLine(problem)}`);
      }
    });
};
