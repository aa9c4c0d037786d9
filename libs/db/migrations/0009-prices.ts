import { type Kysely, sql } from 'kysely';

/**
 * What models cost, from when until when. `owner` rows are an installation's own and stand before those that Hookline
 * brings. A price is for calls whose whole input (cached or not) is more than `tokens_above` and at most `tokens_up_to`.
 * `model` is a name as `bareModel` of @hookline/costs makes it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table prices (
      model text collate "C" not null,
      owner boolean not null,
      valid_from timestamptz not null,
      valid_until timestamptz,
      tokens_above bigint not null default 0,
      tokens_up_to bigint,
      input_per_million double precision not null,
      output_per_million double precision not null,
      cache_read_per_million double precision,
      cache_write_per_million double precision,
      source text not null,
      primary key (model, owner, valid_from, tokens_above)
    )`.execute(db);
}
