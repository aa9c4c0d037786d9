import { join } from 'node:path';
import { parsePolicy, RuleError, runPolicyTests } from '@hookline/rules';
import { homeOf } from '@hookline/service/home';
import { type AddCommand, jsonOption } from '../../command.ts';
import { exitCode } from '../../failure.ts';
import { oneLine } from '../../render/table.ts';
import { count } from '../../render/words.ts';
import { type FileOnDisk, readYamlFiles } from '../../yaml-files.ts';

const hint = 'name files or folders; policies in force lie in HOOKLINE_POLICIES, else in `policies` in HOOKLINE_HOME';

export const addCheck: AddCommand = (group, { env, cwd, output, endWith }) => {
  group
    .command('check')
    .description('check policy files and run their own tests, without a bus; status 1 where one fails')
    .argument('[paths...]', 'policy files or folders of them (those of this machine)')
    .option(...jsonOption)
    .action(async (given: string[], { json }: { json?: boolean }) => {
      const paths = given.length > 0 ? given : [env.HOOKLINE_POLICIES || join(homeOf(env), 'policies')];
      const checked = (await readYamlFiles(paths, { cwd, what: 'policy', hint })).map(checkedPolicy);
      if (checked.some(({ problems }) => problems.length > 0)) endWith(exitCode.failed);
      if (json) return output.json(checked);
      for (const { policy, tests, problems } of checked) {
        const mark = problems.length > 0 ? output.paint('red', '✗') : output.paint('green', '✓');
        output.line(`${mark} ${oneLine(policy)}: ${count(tests, 'test')}`);
        for (const problem of problems) output.line(`    ${oneLine(problem)}`);
      }
    });
};

/** A policy file with one sentence for each of its faults. */
function checkedPolicy({ name, text }: FileOnDisk) {
  try {
    const policy = parsePolicy(text, name);
    const results = runPolicyTests(policy);
    const problems = results
      .filter(({ passed }) => !passed)
      .map(({ test, expected, found }) => `${test}: expected ${expected}, found ${found}`);
    return { policy: policy.name, path: name, version: policy.version, tests: results.length, problems };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { policy: name, path: name, tests: 0, problems: error.message.split('\n') };
  }
}
