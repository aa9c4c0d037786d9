import { type BulkColumn, contentHash, selectUnnested, type Trx, textArray } from '@hookline/db';
import { recallVersion } from '@hookline/memory';
import { stemsOf } from '@hookline/search';
import { sql } from 'kysely';
import type { Document } from './document.ts';

const batchMax = 500;

/** Writes those of the documents that are different from what is kept. Each id at most once. */
export async function saveDocuments(trx: Trx, documents: readonly Document[]): Promise<void> {
  for (let at = 0; at < documents.length; at += batchMax) await saveBatch(trx, documents.slice(at, at + batchMax));
}

/** Forgets documents by id; unknown ones are no error. */
export async function removeDocuments(trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with gone as (
      delete from recall_documents where id = any(${textArray(ids)}::text[]) returning number, shelf, length, lexemes
    ), postings as (
      delete from recall_postings p using (select number, shelf, unnest(lexemes) as lexeme from gone) g
      where p.lexeme = g.lexeme collate "C" and p.shelf = g.shelf and p.document = g.number
    ), shelves as (
      select number, count(*) as documents, sum(length) as length from (select shelf as number, length from gone) g
      group by number order by number
    )
    update recall_shelves s set documents = s.documents - g.documents,
      length = case when s.documents <= g.documents then 0 else s.length - g.length end
    from shelves g where s.number = g.number`.execute(trx);
}

interface Stored {
  readonly id: string;
  readonly number: number;
  readonly digest: string;
}

async function saveBatch(trx: Trx, documents: readonly Document[]): Promise<void> {
  const stored = await sql<Stored>`
    select id, number, digest from recall_documents where id = any(${textArray(documents.map(({ id }) => id))}::text[])
  `.execute(trx);
  const kept = new Map(stored.rows.map((row) => [row.id, row]));
  const changed = documents
    .map((document) => ({ ...document, digest: digestOf(document) }))
    .filter(({ id, digest }) => kept.get(id)?.digest !== digest);
  if (changed.length === 0) return;
  await removeDocuments(
    trx,
    changed.flatMap(({ id }) => (kept.has(id) ? [id] : [])),
  );
  const shelfOf = await fillShelves(trx, changed);
  const numbers = await numbersFor(trx, changed, kept);
  const stem = await stemsOf(
    trx,
    changed.flatMap(({ words }) => [...words.keys()]),
  );
  const placed = changed.map((document, index) => ({
    ...document,
    number: String(numbers[index]!),
    shelf: String(shelfOf(document)),
    lexemes: lexemesOf(document, stem),
  }));
  await sql`
    insert into recall_documents (number, id, shelf, session, ordinal, actor, at, holds_until, half_life_days, about,
      weight, title, text, names, trust, body, length, digest, position, lexemes)
    overriding system value
    select number, id, shelf, session, ordinal, actor, at, holds_until, half_life_days, about, weight, title, text, names,
      trust, body, length, digest, position, array(select jsonb_array_elements_text(lexemes)) from (${selectUnnested([
        column('number', 'integer', placed, ({ number }) => number),
        column('id', 'text', placed, ({ id }) => id),
        column('shelf', 'integer', placed, ({ shelf }) => shelf),
        column('session', 'text', placed, ({ session }) => session ?? null),
        column('ordinal', 'integer', placed, ({ ordinal }) => (ordinal === undefined ? null : String(ordinal))),
        column('actor', 'text', placed, ({ actor }) => actor ?? null),
        column('at', 'timestamptz', placed, ({ at }) => at),
        column('holds_until', 'timestamptz', placed, ({ holdsUntil }) => holdsUntil ?? null),
        column('half_life_days', 'real', placed, ({ halfLifeDays }) =>
          halfLifeDays === undefined ? null : String(halfLifeDays),
        ),
        column('about', 'text', placed, ({ about }) => about),
        column('weight', 'real', placed, ({ weight }) => String(weight)),
        column('title', 'text', placed, ({ title }) => title),
        column('text', 'text', placed, ({ text }) => text),
        column('names', 'text', placed, ({ names }) => names ?? null),
        column('trust', 'text', placed, ({ trust }) => trust),
        column('body', 'text', placed, ({ title, text }) => contentHash(`${title}\n${text}`)),
        column('length', 'real', placed, ({ length }) => String(length)),
        column('digest', 'text', placed, ({ digest }) => digest),
        column('position', 'bigint', placed, ({ position }) => String(position)),
        column('lexemes', 'jsonb', placed, ({ lexemes }) => JSON.stringify([...lexemes.keys()])),
      ])}) given`.execute(trx);
  const postings = placed.flatMap(({ lexemes, ...document }) =>
    [...lexemes].map(([lexeme, weight]) => ({ ...document, lexeme, weight })),
  );
  await sql`
    insert into recall_postings (lexeme, shelf, document, weight, length)
    select lexeme, shelf, document, weight, length from (${selectUnnested([
      column('lexeme', 'text', postings, ({ lexeme }) => lexeme),
      column('shelf', 'integer', postings, ({ shelf }) => shelf),
      column('document', 'integer', postings, ({ number }) => number),
      column('weight', 'real', postings, ({ weight }) => String(weight)),
      column('length', 'real', postings, ({ length }) => String(length)),
    ])}) given order by lexeme, shelf, document`.execute(trx);
  const keys = placed.flatMap(({ keys, shelf, number }) => keys.map((key) => ({ ...key, shelf, number })));
  if (keys.length === 0) return;
  await sql`
    insert into recall_keys (key, shelf, document, whole)
    select key, shelf, document, whole from (${selectUnnested([
      column('key', 'text', keys, ({ key }) => key),
      column('shelf', 'integer', keys, ({ shelf }) => shelf),
      column('document', 'integer', keys, ({ number }) => number),
      column('whole', 'boolean', keys, ({ whole }) => String(whole)),
    ])}) given`.execute(trx);
}

/** Counts the documents in; in one order, so that two who write wait for each other but never in a circle. */
async function fillShelves(trx: Trx, documents: readonly Document[]): Promise<(document: Document) => number> {
  const shelves = [...Map.groupBy(documents, nameOfShelf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, those]) => ({
      ...those[0]!,
      documents: those.length,
      length: those.reduce((sum, { length }) => sum + Math.fround(length), 0),
    }));
  const { rows } = await sql<{ number: number; scope: string; kind: string; status: string }>`
    insert into recall_shelves as mine (scope, kind, status, documents, length)
    select scope, kind, status, documents, length from (${selectUnnested([
      column('scope', 'text', shelves, ({ scope }) => scope),
      column('kind', 'text', shelves, ({ kind }) => kind),
      column('status', 'text', shelves, ({ status }) => status),
      column('documents', 'integer', shelves, ({ documents }) => String(documents)),
      column('length', 'double precision', shelves, ({ length }) => String(length)),
    ])}) given
    on conflict (scope, kind, status) do update set
      documents = mine.documents + excluded.documents, length = mine.length + excluded.length
    returning number, scope, kind, status`.execute(trx);
  const numbers = new Map(rows.map((row) => [nameOfShelf(row), row.number]));
  return (document) => numbers.get(nameOfShelf(document))!;
}

const nameOfShelf = ({ scope, kind, status }: Pick<Document, 'scope' | 'kind' | 'status'>) =>
  JSON.stringify([scope, kind, status]);

/** A document that changed keeps its number. */
async function numbersFor(
  trx: Trx,
  documents: readonly Document[],
  kept: ReadonlyMap<string, Stored>,
): Promise<number[]> {
  const fresh = documents.filter(({ id }) => !kept.has(id)).length;
  const { rows } = await sql<{ number: number }>`
    select nextval(pg_get_serial_sequence('recall_documents', 'number'))::integer as number
    from generate_series(1, ${fresh}::integer)`.execute(trx);
  const unused = rows.map(({ number }) => number);
  return documents.map(({ id }) => kept.get(id)?.number ?? unused.pop()!);
}

/** Whole identifiers are lexemes that begin with `=`, which no stem does. */
function lexemesOf({ words, exacts }: Document, stem: (word: string) => string | null): Map<string, number> {
  const lexemes = new Map<string, number>();
  const add = (lexeme: string, weight: number) => lexemes.set(lexeme, (lexemes.get(lexeme) ?? 0) + weight);
  for (const [word, weight] of words) {
    const lexeme = stem(word);
    if (lexeme !== null) add(lexeme, weight);
  }
  for (const [exact, weight] of exacts) add(`=${exact}`, weight);
  return lexemes;
}

function digestOf({ words, exacts, ...document }: Document): string {
  return contentHash(JSON.stringify([recallVersion, document, [...words], [...exacts]]));
}

function column<Row>(name: string, type: string, rows: readonly Row[], of: (row: Row) => string | null): BulkColumn {
  return { name, type, values: rows.map(of) };
}
