import { type Database, textArray } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import { b, k1 } from '../document/weights.ts';
import type { Query } from '../query/query.ts';
import { stemsOf } from '../words/stem.ts';
import { plain, tokensOf } from '../words/tokens.ts';

/** What of a query is looked up: lexemes with how often they were asked for. */
export interface TextTerms {
  readonly lexemes: ReadonlyMap<string, number>;
  readonly phrases: readonly Phrase[];
  readonly without: readonly Phrase[];
  /** True where something was asked for, though every word of it may say nothing. */
  readonly any: boolean;
}

interface Phrase {
  readonly text: string;
  /** All of them stand in whatever has the phrase. */
  readonly lexemes: readonly string[];
}

const startsMax = 40;

/** Turns the words of a query into lexemes as the index has them; beginnings of words only into what `owner` may see. */
export async function termsOf(
  db: Database,
  { words, phrases, without }: Query,
  owner: string | undefined,
): Promise<TextTerms> {
  const texts = [...words.filter(({ start }) => !start).map(({ word }) => word), ...phrases];
  const stem = await stemsOf(
    db,
    [...texts, ...without].flatMap((text) =>
      [...tokensOf(text)].flatMap(({ kind, text: word }) => (kind === 'word' ? [word] : [])),
    ),
  );
  const lexemesIn = (text: string, whole: boolean): string[] =>
    [...tokensOf(text)].flatMap((token) => {
      if (token.kind === 'exact') return whole ? [`=${token.text}`] : [];
      const lexeme = token.again && !whole ? null : stem(token.text);
      return lexeme === null ? [] : [lexeme];
    });
  const lexemes = new Map<string, number>();
  for (const lexeme of texts.flatMap((text) => lexemesIn(text, true)))
    lexemes.set(lexeme, (lexemes.get(lexeme) ?? 0) + 1);
  for (const { word, start } of words) {
    if (start) for (const lexeme of await startingWith(db, word, owner)) lexemes.set(lexeme, 1);
  }
  const phraseOf = (text: string): Phrase => ({ text: spaced(text), lexemes: inner(text, lexemesIn(text, false)) });
  return {
    lexemes,
    phrases: phrases.map(phraseOf),
    without: without.map(phraseOf),
    any: texts.length > 0 || lexemes.size > 0 || words.length > 0,
  };
}

/** A phrase may begin and end inside a word: only what stands between its edges is sure to be a word. */
function inner(text: string, lexemes: string[]): string[] {
  return /\s/.test(text.trim()) ? [...new Set(lexemes)] : [];
}

const spaced = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();

async function startingWith(db: Database, word: string, owner: string | undefined): Promise<string[]> {
  const start = plain(word);
  const { rows } = await sql<{ lexeme: string }>`
    select lexeme from search_postings where lexeme >= ${start} collate "C" and lexeme < ${`${start}\u{10ffff}`} collate "C"
      ${owner === undefined ? sql`` : sql`and number in (select number from search_sessions where owner = ${owner})`}
    group by lexeme order by lexeme limit ${startsMax}`.execute(db.kysely);
  return rows.map(({ lexeme }) => lexeme);
}

/**
 * CTEs that rank the units of `scope` by BM25 over weighted words: `scored (number, unit, score)`. How rare a word is, and
 * how long units are, is counted inside the scope.
 */
export function scoredUnits(
  { lexemes, phrases }: TextTerms,
  during: RawBuilder<unknown> | undefined,
): RawBuilder<unknown> {
  const inTime =
    during === undefined ? sql`` : sql`join search_units u on u.number = p.number and u.unit = p.unit and ${during}`;
  const bonus = phrases.length === 0 ? sql`` : sql`union all select number, unit, ${phraseBonus}::float8 from phrased`;
  return sql`
    stat as (select greatest(sum(units), 1)::float8 as n, greatest(sum(length) / greatest(sum(units), 1), 1)::float8 as mean from scope),
    asked as (
      select * from unnest(${textArray([...lexemes.keys()])}::text[], ${[...lexemes.values()]}::int[]) as a(lexeme, times)
    ),
    hits as (
      select p.number, p.unit, a.times, p.weight::float8 as weight, p.length::float8 as length,
        count(*) over (partition by p.lexeme)::float8 as df
      from asked a join search_postings p on p.lexeme = a.lexeme collate "C"
      join scope on scope.number = p.number ${inTime}
    ),
    scored as (
      select number, unit, round(sum(points)::numeric, 4)::float8 as score from (
        select number, unit, times * ln(1 + (n - df + 0.5) / (df + 0.5)) * weight * ${k1 + 1}::float8
          / (weight + ${k1}::float8 * (${1 - b}::float8 + ${b}::float8 * length / mean)) as points
        from hits, stat ${bonus}
      ) each group by number, unit
    )`;
}

/** More than a rare word can give: units that have a phrase come first among equals. */
const phraseBonus = 4;

/** `select number, unit, phrase` of the units of `scope` that have a phrase (by its place in the list) in one of their texts. */
export function unitsWith(phrases: readonly Phrase[]): RawBuilder<unknown> {
  return sql.join(
    phrases.map(
      ({ text, lexemes }, index) => sql`
        select u.number, u.unit, ${index}::int as phrase from search_units u join scope using (number)
        where ${candidates(lexemes)} and exists (
          select 1 from json_array_elements(u.pieces) piece
          where position(${text} in lower(regexp_replace(piece ->> 'text', '\\s+', ' ', 'g'))) > 0)`,
    ),
    sql` union all `,
  );
}

function candidates(lexemes: readonly string[]): RawBuilder<unknown> {
  if (lexemes.length === 0) return sql`true`;
  return sql`(u.number, u.unit) in (
    select number, unit from search_postings where lexeme = any(${textArray(lexemes)}::text[])
    group by number, unit having count(*) = ${lexemes.length})`;
}
