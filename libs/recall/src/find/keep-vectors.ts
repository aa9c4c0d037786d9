import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { vectorText } from './by-meaning.ts';
import type { Meaning } from './meaning.ts';

const atOnce = 64;
const askTimeoutMs = 60_000;

/**
 * Asks for the vectors of texts that have none yet, at most 64, the newest first, and returns how many it got; undefined
 * where the endpoint gives none now. Texts that are equal are asked for once. Needs `prepareVectors`.
 */
export async function embedNext(db: Database, meaning: Meaning, signal: AbortSignal): Promise<number | undefined> {
  const { rows } = await sql<{ body: string; text: string }>`
    select distinct on (body) body, title || E'\n' || text as text from (
      select body, title, text from recall_documents d
      where not exists (select from recall_vectors v where v.body = d.body and v.model = ${meaning.model})
      order by number desc limit ${atOnce}) missing`.execute(db.kysely);
  if (rows.length === 0) return 0;
  const vectors = await meaning.embed(
    rows.map(({ text }) => text),
    AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]),
  );
  if (vectors === undefined) return undefined;
  await sql`
    insert into recall_vectors (body, model, vector)
    select body, ${meaning.model}, vector::vector
    from unnest(${rows.map(({ body }) => body)}::text[], ${vectors.map(vectorText)}::text[]) as t(body, vector)
    on conflict do nothing`.execute(db.kysely);
  return rows.length;
}

/** Forgets the vectors of texts that are no more, and of other models. */
export async function dropVectors(db: Database, { model }: Pick<Meaning, 'model'>): Promise<void> {
  await sql`
    delete from recall_vectors v where model <> ${model}
      or not exists (select from recall_documents d where d.body = v.body)`.execute(db.kysely);
}
