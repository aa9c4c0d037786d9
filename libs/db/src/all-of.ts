import { type RawBuilder, sql } from 'kysely';

/** All of these conditions with `and` between; those that are undefined ask for nothing, and none at all is true. */
export function allOf(conditions: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const asked = conditions.filter((condition) => condition !== undefined);
  return asked.length === 0 ? sql`true` : sql.join(asked, sql` and `);
}
