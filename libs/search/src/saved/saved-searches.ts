import type { Database } from '@hookline/db';
import { sql } from 'kysely';

/** A query somebody keeps under a name. */
export interface SavedSearch {
  readonly name: string;
  readonly q: string;
  /** The name of the token that saved it. */
  readonly by: string;
  readonly savedAt: string;
}

const listedMax = 1_000;

/**
 * Saved searches by name, at most 1,000. Those of tokens of one project are kept apart from each other and from those of
 * everybody else: a query can say what a session is about.
 */
export async function listSearches(db: Database, project: string | undefined): Promise<SavedSearch[]> {
  return await db.kysely
    .selectFrom('savedSearches')
    .select(['name', 'query as q', 'savedBy as by', 'savedAt'])
    .where('project', '=', project ?? '')
    .orderBy('name')
    .limit(listedMax)
    .execute();
}

/** Keeps a query, instead of the one of that name. */
export async function keepSearch(
  db: Database,
  {
    name,
    q,
    by,
    project,
  }: { readonly name: string; readonly q: string; readonly by: string; readonly project: string | undefined },
): Promise<SavedSearch> {
  return await db.kysely
    .insertInto('savedSearches')
    .values({ name, query: q, savedBy: by, project: project ?? '' })
    .onConflict((conflict) =>
      conflict.columns(['project', 'name']).doUpdateSet({ query: q, savedBy: by, savedAt: sql<string>`now()` }),
    )
    .returning(['name', 'query as q', 'savedBy as by', 'savedAt'])
    .executeTakeFirstOrThrow();
}

/** False when there is none of that name. */
export async function dropSearch(db: Database, name: string, project: string | undefined): Promise<boolean> {
  const { numDeletedRows } = await db.kysely
    .deleteFrom('savedSearches')
    .where('project', '=', project ?? '')
    .where('name', '=', name)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
