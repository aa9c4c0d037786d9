import { Option } from 'commander';
import { type AddCommand, jsonOption } from '../command.ts';
import { everyRow } from '../connection.ts';
import { parseSession, type Session } from '../model.ts';
import { wholeNumber } from '../parse.ts';
import { printTable } from '../render/print-table.ts';
import { sessionColumns } from '../render/session-columns.ts';

const states = ['running', 'waiting', 'idle', 'ended', 'lost'];

export const addSessions: AddCommand = (program, { connect, output }) => {
  program
    .command('sessions')
    .description('list sessions, the one with the newest event first')
    .addOption(new Option('--state <state>', states.join(', ')).choices(states))
    .option('--project <id>', 'only of this project')
    .option('--harness <name>', 'only of this harness')
    .option('--actor <name>', 'only of this person or service')
    .option('--since <time>', 'only with events since then: 2026-11-22, 90m, 24h, 7d')
    .option('--limit <count>', 'at most so many (50; with --json all)', wholeNumber(1))
    .option(...jsonOption)
    .action(async ({ json, limit, ...query }: { json?: boolean; limit?: number } & Record<string, string>) => {
      const rows = everyRow(await connect(), '/v1/sessions', 'sessions', {
        query,
        most: limit ?? (json ? Number.POSITIVE_INFINITY : 50),
      });
      const sessions: Session[] = [];
      for await (const row of rows) sessions.push(parseSession(row));
      if (json) return output.json(sessions);
      if (sessions.length === 0) {
        const filtered = Object.keys(query).length > 0;
        output.note(
          filtered
            ? 'no session is like that'
            : 'no session yet: `hookline install` captures them, `hookline demo` shows recorded ones',
        );
        return;
      }
      printTable(sessionColumns(new Date()), sessions, output);
    });
};
