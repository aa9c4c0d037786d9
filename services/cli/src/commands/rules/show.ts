import { type AddCommand, jsonOption } from '../../command.ts';
import { plain } from '../../render/table.ts';
import { moment } from '../../render/words.ts';
import { ruleDetails } from '../../rules/model.ts';
import { coverageLines, faultText } from '../../rules/page.ts';
import { pathOf } from './path.ts';

export const addShow: AddCommand = (group, { connect, output }) => {
  group
    .command('show')
    .description('one rule: where it comes from, its versions, its text and its tests')
    .argument('<rule>')
    .option(...jsonOption)
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('GET', pathOf(name), { schema: ruleDetails });
      if (json) return output.json(found);
      const { state, source, path, version, publishedBy, publishedAt, gate } = found;
      output.line(`${output.paint('bold', found.name)}  ${state}`);
      output.line(`  version ${version} from ${source} ${path ?? ''}${found.commit ? ` at ${found.commit}` : ''}`);
      output.line(
        `  published by ${publishedBy ?? ''} ${moment(publishedAt)}; acts on what comes after position ${gate}`,
      );
      output.line(`  fired ${found.firingsToday} times today, ${found.failuresInRow} failures in a row`);
      if (found.paused) output.line(`  paused by ${found.paused.by}: ${found.paused.reason}`);
      for (const fault of found.faults) output.line(`  ${output.paint('red', '✗')} ${faultText(fault)}`);
      for (const { name: test, passed, message } of found.tests)
        output.line(`  ${passed ? '✓' : '✗'} ${test}${message ? `: ${message}` : ''}`);
      if (found.coverage) for (const line of coverageLines(found.coverage, output)) output.line(`  ${line}`);
      for (const one of found.versions.slice(1))
        output.line(`  before: ${one.version} of ${moment(one.publishedAt)} by ${one.publishedBy}`);
      if (found.text) output.line(`\n${plain(found.text)}`);
    });
};
