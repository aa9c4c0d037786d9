import type { WebhookDelivery } from '@hookline/client';
import { InvalidArgumentError } from 'commander';
import { type AddCommand, jsonOption } from '../command.ts';
import { everyRow } from '../connection.ts';
import { CommandError, exitCode } from '../failure.ts';
import { wholeNumber } from '../parse.ts';
import { type Column, tableLines } from '../render/table.ts';
import { count, moment } from '../render/words.ts';

function state(text: string): string {
  if (['due', 'delivered', 'dead'].includes(text)) return text;
  throw new InvalidArgumentError('expected due, delivered, dead.');
}

const columns: readonly Column<WebhookDelivery>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'STATE', of: (one) => one.state },
  { title: 'HOST', of: ({ host }) => host, least: 12 },
  { title: 'RULE', of: ({ rule }) => rule ?? '', least: 8, spare: 1 },
  { title: 'ATTEMPTS', of: ({ attempts }) => String(attempts), right: true },
  { title: 'SINCE', of: ({ createdAt }) => moment(createdAt), spare: 2 },
  { title: 'ANSWER', of: ({ error, status }) => error ?? String(status ?? ''), least: 12 },
];

export const addWebhooks: AddCommand = (program, { connect, output }) => {
  const group = program
    .command('webhooks')
    .description('webhooks of rules: what came of them, and trying dead ones again');

  group
    .command('list')
    .description('webhooks, the newest first')
    .option('--state <state>', 'only due, delivered or dead ones', state)
    .option('--limit <count>', 'at most so many', wholeNumber(1), 100)
    .option(...jsonOption)
    .action(async ({ json, limit, ...query }: { json?: boolean; limit: number; state?: string }) => {
      const webhooks: WebhookDelivery[] = [];
      const rows = everyRow<WebhookDelivery>(await connect(), '/v1/webhooks', 'webhooks', { query, most: limit });
      for await (const row of rows) webhooks.push(row);
      if (json) return output.json(webhooks);
      if (webhooks.length === 0) return output.note('no webhook is like that');
      for (const line of tableLines(columns, webhooks, output.width)) output.line(line);
    });

  group
    .command('redrive')
    .description('have dead webhooks tried again, under the same ids: one, those of a rule, or all')
    .argument('[id]')
    .option('--rule <rule>', 'those of this rule')
    .option('--all', 'all of them')
    .option(...jsonOption)
    .action(async (id: string | undefined, options: { json?: boolean; rule?: string; all?: boolean }) => {
      const { json, rule, all } = options;
      if ([id, rule, all].filter((one) => one !== undefined).length !== 1) {
        throw new CommandError('say which: an id, --rule or --all', { exitCode: exitCode.usage });
      }
      const { client } = await connect();
      const redriven = await client.redriveWebhooks({
        ...(id !== undefined && { id }),
        ...(rule !== undefined && { rule }),
      });
      if (json) return output.json({ redriven });
      output.line(`${count(redriven, 'webhook')} will be tried again`);
    });
};
