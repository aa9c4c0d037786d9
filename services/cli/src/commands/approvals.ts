import type { Approval } from '@hookline/client';
import { InvalidArgumentError } from 'commander';
import { type AddCommand, jsonOption } from '../command.ts';
import { everyRow } from '../connection.ts';
import { forPeople } from '../memory/agent-around.ts';
import { whereabouts } from '../memory/whereabouts.ts';
import { someText, wholeNumber } from '../parse.ts';
import { type Column, tableLines } from '../render/table.ts';
import { moment } from '../render/words.ts';

const states = ['waiting', 'approved', 'rejected', 'expired', 'all'];

function state(text: string): string {
  if (states.includes(text)) return text;
  throw new InvalidArgumentError(`expected ${states.join(', ')}.`);
}

const columns: readonly Column<Approval>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'STATE', of: (one) => one.state },
  { title: 'UNTIL', of: ({ expiresAt }) => moment(expiresAt) },
  { title: 'BY', of: ({ by }) => by, least: 8, spare: 1 },
  { title: 'QUESTION', of: ({ question }) => question, least: 20 },
];

interface Listing {
  readonly json?: boolean;
  readonly state: string;
  readonly limit: number;
}

export const addApprovals: AddCommand = (program, surroundings) => {
  const { env, connect, output } = surroundings;
  const group = program.command('approvals').description('questions to people: list, show, approve, reject');

  group
    .command('list', { isDefault: true })
    .description('questions, those that expire first at the top')
    .option('--state <state>', states.join(', '), state, 'waiting')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 100)
    .option(...jsonOption)
    .action(async ({ json, state: of, limit }: Listing) => {
      const approvals: Approval[] = [];
      const query = { state: of === 'all' ? undefined : of };
      const rows = everyRow<Approval>(await connect(), '/v1/approvals', 'approvals', { query, most: limit });
      for await (const row of rows) approvals.push(row);
      if (json) return output.json(approvals);
      if (approvals.length === 0)
        return output.note(of === 'waiting' ? 'nothing waits for an answer' : 'there is none');
      for (const line of tableLines(columns, approvals, output.width)) output.line(line);
    });

  group
    .command('show')
    .description('one question: what is done upon yes, and the moment it is about')
    .argument('<id>')
    .option(...jsonOption)
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { client, url } = await connect();
      const approval = await client.approval(id);
      if (json) return output.json(approval);
      for (const line of linesOf(approval, url)) output.line(line);
    });

  const deciding = (verb: 'approve' | 'reject', decision: 'approved' | 'rejected', description: string) =>
    group
      .command(verb)
      .description(description)
      .argument('<id>')
      .option('--comment <text>', 'why', someText)
      .option(...jsonOption)
      .action(async (id: string, { json, comment }: { json?: boolean; comment?: string }) => {
        forPeople(env, 'answering a question');
        const { client } = await connect();
        const { actor: person } = await whereabouts(surroundings);
        const answered = await client.answer(id, decision, { comment, person });
        if (json) return output.json(answered);
        output.line(`${answered.id}  ${answered.state} by ${answered.decidedBy}`);
      });
  deciding('approve', 'approved', 'say yes: what was held back is done');
  deciding('reject', 'rejected', 'say no: nothing is done');
};

function linesOf(approval: Approval & { moment?: unknown }, url: string): string[] {
  const { id, question, by, askedAt, expiresAt, actions, decidedBy, decidedAt, via, comment } = approval;
  return [
    `${id}  ${approval.state}`,
    '',
    question,
    '',
    `asked by    ${by}, ${moment(askedAt)}`,
    `open until  ${moment(expiresAt)}`,
    ...(typeof approval.moment === 'string' ? [`the moment  ${url}${approval.moment}`] : []),
    'upon yes',
    ...actions.map((line) => `  - ${line}`),
    ...(decidedBy === null ? [] : [`${approval.state} by ${decidedBy} (${via}), ${moment(decidedAt!)}`]),
    ...(comment === null ? [] : [`  ${comment}`]),
  ];
}
