import { type AddCommand, jsonOption } from '../command.ts';
import { everyRow } from '../connection.ts';
import { type Entry, parseEntry, parseSession } from '../model.ts';
import { someText } from '../parse.ts';
import { sessionPage } from '../render/session-page.ts';

export const addShow: AddCommand = (program, { connect, output }) => {
  program
    .command('show')
    .description('show one session: turns, calls, files, agents, usage, completeness')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .option(...jsonOption)
    .action(async (given: string, { json }: { json?: boolean }) => {
      const connection = await connect();
      const path = `/v1/sessions/${encodeURIComponent(given)}`;
      const session = parseSession(await connection.client.request('GET', path));
      const exact = `/v1/sessions/${encodeURIComponent(session.session)}/timeline`;
      const query = json ? {} : { types: 'turn,call,file,agent,usage' };
      const entries: Entry[] = [];
      for await (const row of everyRow(connection, exact, 'entries', { query })) entries.push(parseEntry(row));
      if (json) output.json({ session, ...byType(entries) });
      else for (const line of sessionPage(session, entries, output)) output.line(line);
    });
};

/** Entries by read model, each in session order. */
function byType(entries: readonly Entry[]): Record<string, Entry[]> {
  const of = (type: Entry['type']) => entries.filter((entry) => entry.type === type);
  return {
    turns: of('turn'),
    calls: of('call'),
    messages: of('message'),
    files: of('file'),
    agents: of('agent'),
    plans: of('plan'),
    usage: of('usage'),
  };
}
