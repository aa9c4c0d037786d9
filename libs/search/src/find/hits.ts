import { type Trx, textArray } from '@hookline/db';
import { sql } from 'kysely';
import type { Piece } from '../document/piece.ts';
import { ownWeight, toldWeight } from '../document/weights.ts';
import type { Step } from '../query/query.ts';
import { stemsOf } from '../words/stem.ts';
import { plain, tokensOf } from '../words/tokens.ts';
import type { FoundRow, Hit } from './find-sessions.ts';
import { placesOf, snippetOf } from './snippet.ts';
import type { TextTerms } from './text.ts';

const hitsPerSession = 3;

type Draft = Omit<Hit, 'event'>;

/** The entries that answer best, up to three per session, by session number. */
export async function readTextHits(
  trx: Trx,
  terms: TextTerms,
  found: readonly FoundRow[],
): Promise<Map<number, Hit[]>> {
  const wanted = found.flatMap(({ number, units }) => (units ?? []).map(({ unit }) => ({ number, unit })));
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ number: number; unit: number; pieces: Piece[] }>`
    select number, unit, pieces from search_units join unnest(
      ${wanted.map(({ number }) => number)}::int[], ${wanted.map(({ unit }) => unit)}::int[]
    ) as w(number, unit) using (number, unit)`.execute(trx);
  const rarity = await rarities(trx, [...terms.lexemes.keys()]);
  const worthOf = roughWorth(terms, rarity);
  const units = new Map(rows.map(({ number, unit, pieces }) => [`${number} ${unit}`, pieces]));
  const candidates = new Map(
    found.map(({ number, units: of }) => {
      const pieces = (of ?? []).flatMap(({ unit }) => units.get(`${number} ${unit}`) ?? []);
      return [number, mostPromising(pieces, worthOf)];
    }),
  );
  const stem = await stemsOf(trx, wordsIn([...candidates.values()].flat()));
  const drafts = new Map(
    [...candidates].map(([number, pieces]) => [number, bestPieces(pieces, terms, rarity, stem)] as const),
  );
  return await withEvents(trx, drafts);
}

const candidatesMax = 8;

/** The pieces worth a closer look; the first one stands for its session when none has anything of the query. */
function mostPromising(pieces: readonly Piece[], worthOf: (piece: Piece) => number): Piece[] {
  const judged = pieces.map((piece) => ({ piece, worth: worthOf(piece) })).filter(({ worth }) => worth > 0);
  if (judged.length === 0) return pieces.slice(0, 1);
  return judged
    .sort((a, b) => b.worth - a.worth)
    .slice(0, candidatesMax)
    .map(({ piece }) => piece);
}

const phraseWorth = 20;

/** How much of a query a piece seems to have, without looking at its words one by one. */
function roughWorth({ lexemes, phrases }: TextTerms, rarity: ReadonlyMap<string, number>): (piece: Piece) => number {
  // A stem may end otherwise than the words it comes from (happi, happy), but begins as they do.
  const roots = [...lexemes.keys()].map((lexeme) => {
    const word = lexeme.replace(/^=#?/, '');
    return { root: word.slice(0, Math.max(2, word.length - 1)), worth: rarity.get(lexeme) ?? 1 };
  });
  return ({ text, own }) => {
    const plainText = plain(text, Number.POSITIVE_INFINITY);
    let sum = phrases.some((phrase) => placesOf(text, phrase.text).length > 0) ? phraseWorth : 0;
    for (const { root, worth } of roots) if (plainText.includes(root)) sum += worth;
    return sum * fieldWorth(own);
  };
}

/** Of two places that say the same, the one where a person says it is shown; less so than it is ranked. */
const fieldWorth = (own: boolean) => (own ? ownWeight : toldWeight ** 0.25);

function* wordsIn(pieces: readonly Piece[]): Iterable<string> {
  for (const { text } of pieces) for (const token of tokensOf(text)) if (token.kind === 'word') yield token.text;
}

function bestPieces(
  pieces: readonly Piece[],
  terms: TextTerms,
  rarity: ReadonlyMap<string, number>,
  stem: (word: string) => string | null,
): Draft[] {
  const judged = pieces.map((piece) => {
    const places = terms.phrases.flatMap(({ text }) => placesOf(piece.text, text));
    const seen = new Set<string>();
    const ranges = [...tokensOf(piece.text)].filter(({ kind, text }) => {
      const lexeme = kind === 'exact' ? `=${text}` : stem(text);
      if (lexeme === null || !terms.lexemes.has(lexeme)) return false;
      seen.add(lexeme);
      return true;
    });
    const worth = [...seen].reduce(
      (sum, lexeme) => sum + (rarity.get(lexeme) ?? 1),
      places.length > 0 ? phraseWorth : 0,
    );
    return {
      piece,
      ranges: places.length > 0 ? places : ranges,
      worth: worth * fieldWorth(piece.own),
    };
  });
  const best = judged.filter(({ worth }) => worth > 0).sort((a, b) => b.worth - a.worth);
  const chosen = best.length > 0 ? best : judged.slice(0, 1);
  const hits: Draft[] = [];
  for (const { piece, ranges } of chosen) {
    const { entry, field, position, at, text } = piece;
    if (hits.some((hit) => hit.entry.type === entry.type && hit.entry.id === entry.id)) continue;
    const snippet = snippetOf(text, ranges);
    if (hits.some((hit) => JSON.stringify(hit.snippet) === JSON.stringify(snippet))) continue;
    hits.push({ entry, field, position, at, snippet });
    if (hits.length === hitsPerSession) break;
  }
  return hits;
}

async function rarities(trx: Trx, lexemes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ lexeme: string; rarity: number }>`
    select lexeme, ln(1 + (select count(*) from search_units)::float8 / count(*)) as rarity
    from search_postings where lexeme = any(${textArray(lexemes)}::text[]) group by lexeme`.execute(trx);
  return new Map(rows.map(({ lexeme, rarity }) => [lexeme, rarity]));
}

/** What each step of a query's chains was, by session number, in the order it happened. */
export async function readStepHits(
  trx: Trx,
  chains: readonly (readonly Step[])[],
  found: readonly FoundRow[],
): Promise<Map<number, Hit[]>> {
  if (chains.length === 0 || found.length === 0) return new Map();
  const matches = found.flatMap(({ number, session, matched }) =>
    matched.flatMap((chain, at) =>
      chain.map((match, index) => ({ number, session, ...match, step: chains[at]![index]! })),
    ),
  );
  const calls = matches.filter(({ kind }) => kind === 'call');
  const files = matches.filter(({ kind }) => kind === 'file');
  const called = await sql<{
    number: number;
    call: string;
    at: string | null;
    tool: string | null;
    command: string | null;
    error: string | null;
  }>`
    select number, call, at, tool, command, error from search_calls join unnest(
      ${calls.map(({ number }) => number)}::int[], ${textArray(calls.map(({ id }) => id))}::text[]
    ) as w(number, call) using (number, call)`.execute(trx);
  const accessed = await sql<{
    session: string;
    file: string;
    at: string;
    how: string;
    path: string;
    call: string | null;
  }>`
    select session, file, at, how, path, call from read.files join unnest(
      ${textArray(files.map(({ session }) => session))}::text[], ${textArray(files.map(({ id }) => id))}::text[]
    ) as w(session, file) using (session, file)`.execute(trx);
  const byCall = new Map(called.rows.map((row) => [`${row.number} ${row.call}`, row]));
  const byFile = new Map(accessed.rows.map((row) => [`${row.session} ${row.file}`, row]));
  const drafts = new Map<number, Draft[]>();
  for (const { number, session, kind, id, position, step } of matches) {
    const call = kind === 'call' ? byCall.get(`${number} ${id}`) : undefined;
    const file = kind === 'file' ? byFile.get(`${session} ${id}`) : undefined;
    const isError = step.name === 'error';
    const text = (isError ? call?.error : (call?.command ?? call?.tool ?? file?.path)) ?? '';
    const list = drafts.get(number) ?? [];
    list.push({
      entry: { type: kind, id },
      field: isError ? 'error' : kind === 'file' ? 'path' : 'command',
      position,
      at: call?.at ?? file?.at ?? null,
      snippet: snippetOf(text, placesOf(text, step.value.replaceAll('*', ''))),
    });
    drafts.set(number, list);
  }
  return await withEvents(trx, drafts);
}

async function withEvents(trx: Trx, drafts: ReadonlyMap<number, readonly Draft[]>): Promise<Map<number, Hit[]>> {
  const positions = [...new Set([...drafts.values()].flat().map(({ position }) => position))];
  const { rows } = await sql<{ position: number; id: string }>`
    select position, id from events where position = any(${positions}::bigint[])`.execute(trx);
  const ids = new Map(rows.map(({ position, id }) => [position, id]));
  return new Map(
    [...drafts].map(([number, of]) => [number, of.map((hit) => ({ ...hit, event: ids.get(hit.position) ?? null }))]),
  );
}
