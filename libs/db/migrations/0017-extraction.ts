import { type Kysely, sql } from 'kysely';

/** What asking models took, found by project and time: the budget of a day is counted from the events themselves. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create index memory_facts_extracted on memory_facts ((fact->>'project'), (fact->>'time'))
    where fact->>'type' = 'extracted'`.execute(db);
}
