import { type AddCommand, jsonOption } from '../../command.ts';
import type { Output } from '../../output.ts';
import { someText } from '../../parse.ts';
import { oneLine } from '../../render/table.ts';
import { moment } from '../../render/words.ts';
import { eventWhy, firingWhy } from '../../rules/model.ts';
import { chainLines, clauseLine, firingLines } from '../../rules/page.ts';

export const addWhy: AddCommand = (group, { connect, output }) => {
  group
    .command('why')
    .description('why a rule fired, with the chain it is part of; or why rules did not fire for an event')
    .argument('<what>', 'a position of the log, or the id of an event or a firing', someText)
    .option('--rule <rule>', 'only of this rule')
    .option(...jsonOption)
    .action(async (what: string, { json, rule }: { json?: boolean; rule?: string }) => {
      const { client } = await connect();
      const query = { ...(/^\d+$/.test(what) ? { position: what } : { event: what }), rule };
      const found = (await client.request('GET', '/v1/rules/why', { query })) as object;
      if (json) return output.json(found);
      const lines =
        'chain' in found ? firingPage(firingWhy.parse(found), output) : eventPage(eventWhy.parse(found), output);
      for (const line of lines) output.line(line);
    });
};

type Paint = Pick<Output, 'paint'>;

function* firingPage(found: ReturnType<typeof firingWhy.parse>, output: Paint): Iterable<string> {
  yield* firingLines(found);
  for (const { kind, position, time, values } of found.matches) {
    yield `  ${kind} at ${position}, ${moment(time)}`;
    for (const one of values) yield `    ${clauseLine(one, output)}`;
  }
  yield '';
  yield* chainLines(found.chain);
}

const marks: Readonly<Record<string, string>> = { fired: '●', held: '◐', matched: '○', no: '×', 'other-kind': '·' };

function* eventPage({ event, rules }: ReturnType<typeof eventWhy.parse>, output: Paint): Iterable<string> {
  yield `${oneLine(event.kind)} at ${event.position}, ${moment(event.time)}`;
  if (rules.length === 0) yield '  no rule is in force';
  const other = rules.filter(({ verdict }) => verdict === 'other-kind').map(({ rule }) => rule);
  for (const one of rules.filter(({ verdict }) => verdict !== 'other-kind')) {
    yield `${marks[one.verdict] ?? '?'} ${output.paint('bold', one.rule)}: ${oneLine(one.reason)}${one.firing ? `  ${one.firing}` : ''}`;
    for (const clause of one.clauses) yield `    ${clauseLine(clause, output)}`;
    for (const { text, ok } of one.limits)
      if (!ok && text !== one.reason) yield `    ${output.paint('red', '✗')} ${oneLine(text)}`;
  }
  if (other.length > 0) yield `· ${other.map(oneLine).join(', ')}: they do not look at ${oneLine(event.kind)}`;
}
