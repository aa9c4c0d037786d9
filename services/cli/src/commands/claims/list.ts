import type { Claim } from '@hookline/client';
import { type AddCommand, jsonOption } from '../../command.ts';
import { firstOf } from '../../first-of.ts';
import { wholeNumber } from '../../parse.ts';
import { type Column, tableLines } from '../../render/table.ts';
import { moment } from '../../render/words.ts';

const columns: readonly Column<Claim>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'WHAT', of: ({ kind, resource }) => `${kind} ${resource}`, least: 20 },
  { title: 'HOLDER', of: ({ holder, session }) => (session === null ? holder : `${holder} (${session})`), least: 16 },
  { title: 'FENCE', of: ({ fence }) => String(fence), right: true },
  { title: 'UNTIL', of: ({ expiresAt, endedAt }) => moment(endedAt ?? expiresAt) },
  { title: 'PURPOSE', of: ({ purpose }) => purpose ?? '', least: 12, spare: 1 },
];

interface Options {
  readonly json?: boolean;
  readonly project?: string;
  readonly session?: string;
  readonly path?: string;
  readonly all?: boolean;
  readonly limit: number;
}

export const addListClaims: AddCommand = (group, { connect, output }) => {
  group
    .command('list', { isDefault: true })
    .description('who holds what, the newest first')
    .option('--project <id>', 'only of this project')
    .option('--session <id>', 'only of this session')
    .option('--path <path>', 'only what this path is held with')
    .option('--all', 'also what is not held any more')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 200)
    .option(...jsonOption)
    .action(async ({ json, all, limit, ...query }: Options) => {
      const { client } = await connect();
      const asked = { ...query, state: all ? 'all' : 'held', limit: Math.min(limit, 1_000) };
      const claims = await firstOf(client.claims.list(asked), limit);
      if (json) return output.json(claims);
      if (claims.length === 0) return output.note('nothing is held like that');
      for (const line of tableLines(columns, claims, output.width)) output.line(line);
    });
};
