import { allOf, type Database } from '@hookline/db';
import { livenessOf, type SessionRow, silentSessionMs } from '@hookline/projections';
import { type RawBuilder, sql } from 'kysely';
import type { CostFilter, Filter, FilterName, FilterValue, TimeFilter, ValueFilter } from '../query/query.ts';

/** Whose sessions are looked in, and when: nothing of other sessions may show in an answer, not even in how it is ranked. */
export interface Reach {
  /** The project the asker is limited to; all where absent. */
  readonly owner?: string | undefined;
  /** The moment that states are told for: ISO 8601. */
  readonly asOf: string;
  /** The point in time that a time of a filter means. */
  readonly timeOf: (text: string) => string;
}

const columns: Readonly<Record<Exclude<FilterName, 'session' | 'state' | 'model'>, readonly string[]>> = {
  person: ['r.actor'],
  project: ['r.project', 'r.project_name'],
  harness: ['r.harness'],
};

/**
 * `select number, session, last_at` of the sessions that all filters let through. Reads `read.sessions` as it is now: only
 * what is searched in is as old as the index.
 */
export async function scopeOf(db: Database, filters: readonly Filter[], reach: Reach): Promise<RawBuilder<unknown>> {
  const conditions: RawBuilder<unknown>[] = [];
  if (reach.owner !== undefined) conditions.push(sql`x.owner = ${reach.owner} and r.project = ${reach.owner}`);
  for (const filter of filters) conditions.push(await conditionOf(db, filter, reach));
  return sql`
    select x.number, r.session, coalesce(r.last_event_at, r.started_at) as last_at, x.units, x.length
    from read.sessions r join search_sessions x on x.session = r.session where ${allOf(conditions)}`;
}

async function conditionOf(db: Database, filter: Filter, reach: Reach): Promise<RawBuilder<unknown>> {
  switch (filter.name) {
    case 'since':
    case 'until':
      return timeCondition(filter, reach);
    case 'cost':
      return costCondition(filter);
    default:
      return await valueCondition(db, filter as ValueFilter, reach);
  }
}

function timeCondition({ name, time }: TimeFilter, { timeOf }: Reach): RawBuilder<unknown> {
  return name === 'since'
    ? sql`coalesce(r.last_event_at, r.started_at) >= ${timeOf(time)}::timestamptz`
    : sql`r.started_at < ${timeOf(time)}::timestamptz`;
}

function costCondition({ range }: CostFilter): RawBuilder<unknown> {
  if (range === 'known') return sql`r.session in (${costing(sql`c.cost_usd is not null`)})`;
  if (range === 'unknown') return sql`r.session not in (${costing(sql`c.cost_usd is not null`)})`;
  const { min, max, open } = range;
  const bounds = [
    min === undefined ? undefined : sql`c.cost_usd ${sql.raw(open ? '>' : '>=')} ${min}::float8`,
    max === undefined ? undefined : sql`c.cost_usd ${sql.raw(open ? '<' : '<=')} ${max}::float8`,
  ];
  return sql`r.session in (${costing(allOf(bounds))})`;
}

/** Sessions by what they cost as far as anybody knows; a cost that nobody knows is in no range. */
const costing = (condition: RawBuilder<unknown>) =>
  sql`select c.session from read.session_costs c where c.session is not null and ${condition}`;

async function valueCondition(db: Database, filter: ValueFilter, reach: Reach): Promise<RawBuilder<unknown>> {
  const each = await Promise.all(filter.values.map((value) => oneValue(db, filter.name, value, reach)));
  const any = sql`(${sql.join(each, sql` or `)})`;
  return filter.not ? sql`not coalesce(${any}, false)` : any;
}

async function oneValue(
  db: Database,
  name: FilterName,
  value: FilterValue,
  { asOf }: Reach,
): Promise<RawBuilder<unknown>> {
  switch (name) {
    case 'state':
      return sql`r.session = any(${await inState(db, value.text, asOf)}::text[])`;
    case 'session':
      return sql`(r.session ^@ ${value.text} or r.native_session ^@ ${value.text}
        or substr(r.session, strpos(r.session, ':') + 1) ^@ ${value.text})`;
    case 'model':
      return sql`(${matches('r.model', value)} or exists (
        select 1 from read.usage u where u.session = r.session and ${matches('u.model', value)}))`;
    default:
      return sql`(${sql.join(
        columns[name].map((column) => matches(column, value)),
        sql` or `,
      )})`;
  }
}

/** Whole words, in any case: `ada` is in `ada@example.com` and not in `adalbert`. */
function matches(column: string, { text, exactly }: FilterValue): RawBuilder<unknown> {
  if (exactly) return sql`${sql.raw(column)} = ${text}`;
  return sql`lower(${sql.raw(column)}) ~ ${wholeWords(text)}`;
}

/** A regular expression for a text that begins and ends at the edges of words. */
export function wholeWords(text: string): string {
  const escaped = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&')
    .replaceAll(/\s+/g, '\\s+');
  return `(^|[^[:alnum:]])${escaped}($|[^[:alnum:]])`;
}

/** States follow from the row and the clock, so the rows that may be in one are looked through. */
async function inState(db: Database, state: string, asOf: string): Promise<string[]> {
  const heardOf = new Date(Date.parse(asOf) - silentSessionMs).toISOString();
  const silent = sql`coalesce(last_event_at, started_at) < ${heardOf}::timestamptz`;
  const { rows } = await sql<SessionRow>`
    select session, started_at, last_event_at, ended_at, open_turn, asks, marks from read.sessions
    where (ended_at is not null) = ${state === 'ended'}
      and (${state === 'ended'} or (${silent}) = ${state === 'lost'})`.execute(db.kysely);
  return rows.filter((row) => livenessOf(row, asOf) === state).map(({ session }) => session);
}
