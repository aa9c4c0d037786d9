import { ruleFileSchema } from '@hookline/rules';
import type { AddCommand } from '../../command.ts';

export const addSchema: AddCommand = (group, { output }) => {
  group
    .command('schema')
    .description('the JSON Schema of a rule file, for editors')
    .option('--json', 'it is JSON in any case')
    .action(() => output.json(ruleFileSchema()));
};
