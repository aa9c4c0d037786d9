import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import type { Filter } from '../query/query.ts';
import { type Reach, scopeOf } from './scope.ts';

/** A value that sessions have, with how many do, and how people call it where that differs. */
export interface Facet {
  readonly value: string;
  readonly label: string;
  readonly sessions: number;
}

export interface Facets {
  readonly projects: readonly Facet[];
  readonly harnesses: readonly Facet[];
  readonly actors: readonly Facet[];
  readonly models: readonly Facet[];
}

const valuesMax = 500;

/** What sessions can be filtered by, the most frequent first; at most 500 values each. */
export async function listFacets(db: Database, filters: readonly Filter[], reach: Reach): Promise<Facets> {
  const scope = await scopeOf(db, filters, reach);
  const facet = async (value: string, label: string) => {
    const { rows } = await sql<Facet>`
      select ${sql.raw(value)} as value, max(${sql.raw(label)}) as label, count(*) as sessions
      from (${scope}) scope join read.sessions r using (session)
      where ${sql.raw(value)} is not null group by 1 order by sessions desc, value limit ${valuesMax}`.execute(
      db.kysely,
    );
    return rows;
  };
  return {
    projects: await facet('r.project', 'coalesce(r.project_name, r.project)'),
    harnesses: await facet('r.harness', 'r.harness'),
    actors: await facet('r.actor', 'r.actor'),
    models: await facet('r.model', 'r.model'),
  };
}
