import type { Client } from '@hookline/client';
import { saidPosition } from '@hookline/memory';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../../command.ts';
import { pathOf } from '../../memory/decide.ts';
import { memory, reasons } from '../../memory/model.ts';
import { memoryLine, memoryPage } from '../../memory/page.ts';
import { saidPage } from '../../memory/said.ts';
import { someText, wholeNumber } from '../../parse.ts';
import { cut } from '../../render/screen-width.ts';
import { oneLine, plain } from '../../render/table.ts';
import { count, moment } from '../../render/words.ts';

const similar = z.looseObject({ similar: z.array(z.looseObject({ memory, likeness: z.number() })) });
const difference = z.looseObject({
  from: z.number(),
  to: z.number(),
  before: z.boolean(),
  after: z.boolean(),
  changes: z.array(z.looseObject({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  evidence: z.looseObject({ added: z.array(z.number()), removed: z.array(z.number()) }),
});

const memoryIdText = 'its id, as agents are shown it or any beginning of six characters';
const idText = `${memoryIdText}; or said_<position>`;
const roles: Readonly<Record<string, string>> = { origin: 'first', support: '', contradict: 'against', curation: '' };

export const addShow: AddCommand = (group, { connect, output }) => {
  group
    .command('show')
    .description('one memory: what it says, where it holds, why it has its status, what is like it')
    .argument('<id>', idText, someText)
    .option('--at <position>', 'as it was believed when the log had come to this position', wholeNumber())
    .option(...jsonOption)
    .action(async (id: string, { json, at }: { json?: boolean; at?: number }) => {
      const { client } = await connect();
      if (await showSaid(client, id, json)) return;
      const found = await client.request('GET', pathOf(id), { query: { at }, schema: memory });
      if (json) return output.json(found);
      for (const line of memoryPage(found, output)) output.line(line);
      const alike = await client.request('GET', pathOf(found.id, '/similar'), { query: { limit: 5 }, schema: similar });
      if (alike.similar.length === 0) return;
      output.line('  much the same:');
      for (const one of alike.similar)
        output.line(cut(`  ${Math.round(one.likeness * 100)} %${memoryLine(one.memory, output)}`, output.width));
    });

  /** Whether it was something that was said: then it is shown, and stands on nothing but its event. */
  async function showSaid(client: Client, id: string, json = false): Promise<boolean> {
    const position = saidPosition(id);
    if (position === undefined) return false;
    const said = await client.said(position);
    if (json) output.json(said);
    else for (const line of saidPage(said, output)) output.line(line);
    return true;
  }

  group
    .command('why')
    .description('the events that one memory came from, what people decided, and where agents were shown it')
    .argument('<id>', idText, someText)
    .option('--limit <count>', 'at most so many events', wholeNumber(1), 100)
    .option(...jsonOption)
    .action(async (id: string, { json, limit }: { json?: boolean; limit: number }) => {
      const { client } = await connect();
      if (await showSaid(client, id, json)) return;
      const found = await client.request('GET', pathOf(id, '/why'), { query: { limit }, schema: reasons });
      if (json) return output.json(found);
      output.line(output.paint('bold', plain(found.memory.statement)));
      output.line(`  ${found.memory.explanation}`);
      for (const { position, session, time, role, summary, revoked } of found.evidence) {
        const when = time ? moment(time) : 'no longer kept';
        const marks = [roles[role] ?? role, revoked ? 'revoked' : ''].filter(Boolean).join(', ');
        const of = session === '-' ? 'a decision' : session;
        output.line(
          cut(
            `  ${String(position).padStart(7)}  ${when}  ${of}  ${oneLine(summary)}${marks === '' ? '' : ` (${marks})`}`,
            output.width,
          ),
        );
      }
      if (found.hiddenSessions > 0)
        output.line(`  and ${count(found.hiddenSessions, 'session')} of projects that this token is not for`);
      const told = found.shown.filter(({ heldOut }) => !heldOut);
      if (told.length > 0) output.line(`told to agents ${told.length} times, the last ones:`);
      for (const { session, time, surface, outcome } of told.slice(0, 10))
        output.line(cut(`  ${moment(time)}  ${surface}  ${session}  ${outcome}`, output.width));
    });

  group
    .command('diff')
    .description('what changed of a memory from one position of the log to another')
    .argument('<id>', memoryIdText, someText)
    .requiredOption('--from <position>', 'as it was believed then', wholeNumber())
    .option('--to <position>', 'as it was believed then (the end of the log)', wholeNumber())
    .option(...jsonOption)
    .action(async (id: string, { json, from, to }: { json?: boolean; from: number; to?: number }) => {
      const { client } = await connect();
      const found = await client.request('GET', pathOf(id, '/diff'), { query: { from, to }, schema: difference });
      if (json) return output.json(found);
      if (!found.before && !found.after) return output.line(`neither at ${found.from} nor at ${found.to} was it there`);
      if (!found.before) output.line(`at ${found.from} it was not there`);
      if (!found.after) output.line(`at ${found.to} it is not there any more`);
      if (found.before && found.after && found.changes.length === 0) output.line('nothing changed');
      if (found.before && found.after) {
        // What details say is in the statement.
        for (const { field, before, after } of found.changes.filter(({ field: name }) => name !== 'details')) {
          output.line(output.paint('bold', field));
          output.line(output.paint('red', cut(`  - ${shown(before)}`, output.width)));
          output.line(output.paint('green', cut(`  + ${shown(after)}`, output.width)));
        }
      }
      const { added, removed } = found.evidence;
      if (added.length > 0) output.line(`new evidence at ${someOf(added)}`);
      if (removed.length > 0) output.line(`evidence no longer listed: ${someOf(removed)}`);
    });
};

const positionsShown = 8;

function someOf(positions: readonly number[]): string {
  const more = positions.length - positionsShown;
  return `${positions.slice(0, positionsShown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}
