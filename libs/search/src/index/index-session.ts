import { type BulkColumn, contentHash, selectUnnested, type Trx, textArray, toldOfSessions } from '@hookline/db';
import { sql } from 'kysely';
import { outcomeOf } from '../document/command-line.ts';
import type { WeighedUnit } from '../document/piece.ts';
import { commandOf, piecesOf } from '../document/pieces.ts';
import { unitsOf } from '../document/units.ts';
import { weigh } from '../document/weigh.ts';
import { looseText } from '../words/loose-text.ts';
import { stemsOf } from '../words/stem.ts';
import { removeSession } from './forget.ts';
import { type CallText, readSessionRows, type SessionRows } from './read-session.ts';

/**
 * Makes the index of one session anew from its rows, writing only what is different. Whoever changes the index of a
 * session holds `lockSession` for the transaction.
 */
export async function indexSession(trx: Trx, session: string): Promise<void> {
  const rows = await readSessionRows(trx, session);
  if (rows === undefined) return await removeSession(trx, session);
  const units = weigh(unitsOf(piecesOf(rows)), contextOf(rows));
  const number = await keepSession(trx, session, units);
  await saveUnits(trx, number, units);
  await saveCalls(trx, number, rows.calls);
}

function contextOf({ session }: SessionRows) {
  const { actor, harness, model, project, projectName, branch, nativeSession } = session;
  return { actor, told: [session.session, nativeSession, harness, model, project, projectName, branch] };
}

async function keepSession(trx: Trx, session: string, units: readonly WeighedUnit[]): Promise<number> {
  const length = units.reduce((sum, unit) => sum + unit.length, 0);
  const { rows } = await sql<{ number: number }>`
    insert into search_sessions as mine (session, owner, quarantined, units, length)
    values (${session}, ${ownerOf(session)}, ${quarantined(session)}, ${units.length}, ${length})
    on conflict (session) do update set owner = coalesce(mine.owner, excluded.owner),
      quarantined = excluded.quarantined, units = excluded.units, length = excluded.length
    returning number`.execute(trx);
  return rows[0]!.number;
}

/** The project of the session's first event: whoever may read that project may read the session. */
const ownerOf = (session: string) => sql`coalesce(
  (select owner from search_sessions where session = ${session}),
  (select project from ${toldOfSessions} told where session = ${session} and project <> '-' order by position limit 1))`;

const quarantined = (session: string) => sql`exists (
  select 1 from quarantine q join projections p using (relation) where q.session = ${session} and p.state = 'live')`;

interface StoredUnit {
  readonly unit: number;
  readonly digest: string;
}

async function saveUnits(trx: Trx, number: number, units: readonly WeighedUnit[]): Promise<void> {
  const stored = await sql<StoredUnit>`select unit, digest from search_units where number = ${number}`.execute(trx);
  const digests = new Map(stored.rows.map(({ unit, digest }) => [unit, digest]));
  const made = units.map((unit, index) => ({ ...unit, unit: index, digest: digestOf(unit) }));
  const changed = made.filter(({ unit, digest }) => digests.get(unit) !== digest);
  const gone = [...digests.keys()].filter((unit) => unit >= units.length);
  await removeUnits(trx, number, [...gone, ...changed.filter(({ unit }) => digests.has(unit)).map(({ unit }) => unit)]);
  if (changed.length === 0) return;
  const stem = await stemsOf(
    trx,
    changed.flatMap(({ words }) => [...words.keys()]),
  );
  const postings = changed.flatMap((unit) =>
    [...lexemesOf(unit, stem)].map(([lexeme, weight]) => ({ lexeme, weight, unit: unit.unit, length: unit.length })),
  );
  const lexemes = Map.groupBy(postings, ({ unit }) => unit);
  await sql`
    insert into search_units (number, unit, turn, first_at, last_at, digest, pieces, lexemes)
    select ${number}, unit, turn, first_at, last_at, digest, pieces,
      array(select jsonb_array_elements_text(lexemes)) from (${selectUnnested([
        column('unit', 'integer', changed, ({ unit }) => String(unit)),
        column('turn', 'text', changed, ({ turn }) => turn),
        column('first_at', 'timestamptz', changed, ({ firstAt }) => firstAt),
        column('last_at', 'timestamptz', changed, ({ lastAt }) => lastAt),
        column('digest', 'text', changed, ({ digest }) => digest),
        column('pieces', 'json', changed, ({ pieces }) => JSON.stringify(pieces)),
        column('lexemes', 'jsonb', changed, ({ unit }) =>
          JSON.stringify((lexemes.get(unit) ?? []).map(({ lexeme }) => lexeme)),
        ),
      ])}) given`.execute(trx);
  await sql`
    insert into search_postings (number, lexeme, unit, weight, length)
    select ${number}, lexeme, unit, weight, length from (${selectUnnested([
      column('lexeme', 'text', postings, ({ lexeme }) => lexeme),
      column('unit', 'integer', postings, ({ unit }) => String(unit)),
      column('weight', 'real', postings, ({ weight }) => String(weight)),
      column('length', 'real', postings, ({ length }) => String(length)),
    ])}) given order by lexeme, unit`.execute(trx);
}

/** Exact tokens are lexemes that begin with `=`, which no stem does. */
function lexemesOf(
  { words, exacts }: Pick<WeighedUnit, 'words' | 'exacts'>,
  stem: (word: string) => string | null,
): Map<string, number> {
  const lexemes = new Map<string, number>();
  const add = (lexeme: string, weight: number) => lexemes.set(lexeme, (lexemes.get(lexeme) ?? 0) + weight);
  for (const [word, weight] of words) {
    const lexeme = stem(word);
    if (lexeme !== null) add(lexeme, weight);
  }
  for (const [exact, weight] of exacts) add(`=${exact}`, weight);
  return lexemes;
}

function digestOf({ turn, pieces, words, exacts, length }: WeighedUnit): string {
  return contentHash(JSON.stringify([turn, pieces, [...words], [...exacts], length]));
}

async function removeUnits(trx: Trx, number: number, units: readonly number[]): Promise<void> {
  if (units.length === 0) return;
  await sql`
    with gone as (delete from search_units where number = ${number} and unit = any(${units}::int[]) returning unit, lexemes)
    delete from search_postings p using (select unit, unnest(lexemes) as lexeme from gone) g
    where p.lexeme = g.lexeme collate "C" and p.number = ${number} and p.unit = g.unit`.execute(trx);
}

async function saveCalls(trx: Trx, number: number, calls: readonly CallText[]): Promise<void> {
  const rows = calls.map((call) => ({ ...call, ...told(call) }));
  await sql`
    delete from search_calls where number = ${number} and not call = any(${textArray(rows.map(({ call }) => call))}::text[])
  `.execute(trx);
  if (rows.length === 0) return;
  const columns: BulkColumn[] = [
    column('call', 'text', rows, ({ call }) => call),
    column('order_key', 'text', rows, ({ order }) => order),
    column('position', 'bigint', rows, ({ position }) => String(position)),
    column('at', 'timestamptz', rows, ({ at }) => at),
    column('tool', 'text', rows, ({ tool }) => tool),
    column('command', 'text', rows, ({ command }) => command),
    column('outcome', 'text', rows, ({ ended }) => ended),
    column('signature', 'text', rows, ({ signature }) => signature),
    column('error', 'text', rows, ({ line }) => line),
    column('passed', 'jsonb', rows, ({ passed }) => JSON.stringify(passed)),
    column('failed', 'text', rows, ({ failed }) => failed),
  ];
  const names = 'order_key, position, at, tool, command, outcome, signature, error, passed, failed';
  const excluded = names
    .split(', ')
    .map((name) => `excluded.${name}`)
    .join(', ');
  const mine = names
    .split(', ')
    .map((name) => `mine.${name}`)
    .join(', ');
  await sql`
    insert into search_calls as mine (number, call, ${sql.raw(names)})
    select ${number}, call, order_key, position, at, tool, command, outcome, signature, error,
      array(select jsonb_array_elements_text(passed)), failed from (${selectUnnested(columns)}) given
    on conflict (number, call) do update set (${sql.raw(names)}) = row(${sql.raw(excluded)})
    where row(${sql.raw(mine)}) is distinct from row(${sql.raw(excluded)})`.execute(trx);
}

const commandLengthMax = 2_000;
const errorLengthMax = 400;

/** What is kept of a call: how it ended, with what it left running, and the first line of its error that says something. */
function told(call: CallText) {
  const command = commandOf(call) ?? null;
  const ended = call.outcome === 'ok' && call.background !== null ? call.background : call.outcome;
  const outcome = command === null ? undefined : outcomeOf(command, ended);
  const fallback = command !== null && call.program !== null && outcome === undefined;
  return {
    command: command === null ? null : command.slice(0, commandLengthMax).toWellFormed(),
    ended,
    line: tellingLine(looseText(call.error) || looseText(call.reason)),
    passed: outcome?.passed ?? (fallback && ended === 'ok' ? [call.program] : []),
    failed: outcome?.failed ?? (fallback && ended === 'failed' ? call.program : null),
  };
}

/** A line that names an error where there is one, else the first that is not only how the process ended. */
function tellingLine(error: string): string | null {
  const lines = error
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /\p{L}/u.test(line));
  const named = lines.find((line) =>
    /\b(error|failed|failure|exception|panic|cannot|not found|denied)\b|Error\b|FAIL/i.test(line),
  );
  const line = named ?? lines.find((one) => !/^exit code \d+$/i.test(one)) ?? lines[0];
  return line === undefined ? null : line.slice(0, errorLengthMax).toWellFormed();
}

function column<Row>(name: string, type: string, rows: readonly Row[], of: (row: Row) => string | null): BulkColumn {
  return { name, type, values: rows.map(of) };
}
