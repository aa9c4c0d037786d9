import { type Database, type Trx, textArray } from '@hookline/db';
import { type RawBuilder, sql } from 'kysely';
import { type Reach, scopeOf } from '../find/scope.ts';
import type { Filter } from '../query/query.ts';

/** What failures are counted by: the command of a shell call, how it failed, or the tool. */
export type FailuresBy = 'command' | 'error' | 'tool';

/** One command, error or tool with how often it failed. */
export interface Failure {
  readonly key: string;
  /** The same for people: of an error, the line in which it was seen last. */
  readonly label: string;
  readonly failures: number;
  /** How often it was run in all; of an error, how often it was seen. */
  readonly runs: number;
  readonly sessions: number;
  /** In whose sessions, most failures first; at most ten. */
  readonly actors: readonly { readonly actor: string | null; readonly failures: number; readonly sessions: number }[];
  readonly lastAt: string | null;
  /** How it failed most often; null where no failure has a signature. */
  readonly errorSignature: string | null;
  /** The newest, at most three, each of another session where there are several. */
  readonly examples: readonly FailureExample[];
}

export interface FailureExample {
  readonly session: string;
  readonly call: string;
  readonly position: number;
  readonly at: string | null;
  readonly command: string | null;
  readonly error: string | null;
}

export interface FailuresAsked {
  readonly by: FailuresBy;
  /** Times of calls: RFC 3339, the first inclusive. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly filters: readonly Filter[];
  readonly limit: number;
  readonly timeoutMs?: number;
}

/** What failed most, the most frequent first. Only calls that ran to an end count: refused ones are no failures. */
export async function listFailures(db: Database, asked: FailuresAsked, reach: Reach): Promise<Failure[]> {
  const scope = await scopeOf(db, asked.filters, reach);
  return await db.transaction(async (trx) => {
    await sql`select set_config('statement_timeout', ${String(asked.timeoutMs ?? 10_000)}, true)`.execute(trx);
    const runs = runsSelect(scope, asked);
    const { rows } = await sql<Omit<Failure, 'label' | 'actors' | 'examples'>>`
      with ${runs}
      select key, count(*) filter (where failed) as failures, count(*) as runs,
        count(distinct number) filter (where failed) as sessions, max(at) filter (where failed) as last_at,
        mode() within group (order by signature) filter (where failed) as error_signature
      from runs group by key having count(*) filter (where failed) > 0
      order by failures desc, runs, key limit ${asked.limit}`.execute(trx);
    const keys = rows.map(({ key }) => key);
    const actors = await actorsOf(trx, runs, keys);
    const examples = await examplesOf(trx, runs, keys);
    return rows.map((row) => {
      const of = examples.get(row.key) ?? [];
      const label = asked.by === 'error' ? (of[0]?.error ?? row.key) : row.key;
      return { ...row, label, actors: actors.get(row.key) ?? [], examples: of };
    });
  });
}

function runsSelect(scope: RawBuilder<unknown>, { by, since, until }: FailuresAsked): RawBuilder<unknown> {
  const keys: Readonly<Record<FailuresBy, RawBuilder<unknown>>> = {
    command: sql`lateral (
      select unnest(c.passed) as key, false as failed union all select c.failed, true where c.failed is not null) k`,
    error: sql`lateral (
      select coalesce(c.signature, c.error) as key, true as failed
      where c.outcome = 'failed' and coalesce(c.signature, c.error) is not null) k`,
    tool: sql`lateral (
      select c.tool as key, c.outcome = 'failed' as failed where c.outcome in ('ok', 'failed') and c.tool is not null) k`,
  };
  const from = since === undefined ? sql`` : sql`and c.at >= ${since}::timestamptz`;
  const to = until === undefined ? sql`` : sql`and c.at < ${until}::timestamptz`;
  return sql`
    scope as materialized (${scope}),
    runs as (
      select k.key, k.failed, c.number, scope.session, c.call, c.position, c.at, c.signature, c.command, c.error
      from search_calls c join scope using (number), ${keys[by]} where true ${from} ${to}
    )`;
}

const actorsMax = 10;

async function actorsOf(
  trx: Trx,
  runs: RawBuilder<unknown>,
  keys: readonly string[],
): Promise<Map<string, Failure['actors']>> {
  const { rows } = await sql<{ key: string; actor: string | null; failures: number; sessions: number }>`
    with ${runs}
    select * from (
      select key, s.actor, count(*) as failures, count(distinct number) as sessions,
        row_number() over (partition by key order by count(*) desc, s.actor) as place
      from runs join read.sessions s using (session)
      where failed and key = any(${textArray(keys)}::text[]) group by key, s.actor
    ) placed where place <= ${actorsMax} order by key, place`.execute(trx);
  return grouped(rows, ({ actor, failures, sessions }) => ({ actor, failures, sessions }));
}

const examplesMax = 3;

async function examplesOf(
  trx: Trx,
  runs: RawBuilder<unknown>,
  keys: readonly string[],
): Promise<Map<string, FailureExample[]>> {
  const { rows } = await sql<FailureExample & { key: string }>`
    with ${runs},
    newest as (
      select *, row_number() over (partition by key, number order by at desc nulls last, position desc) as of_session
      from runs where failed and key = any(${textArray(keys)}::text[])
    ),
    placed as (
      select *, row_number() over (partition by key order by of_session, at desc nulls last, position desc) as place from newest
    )
    select key, session, call, position, at, command, error from placed
    where place <= ${examplesMax} order by key, place`.execute(trx);
  return grouped(rows, ({ key: _, ...example }) => example);
}

function grouped<Row extends { readonly key: string }, Kept>(
  rows: readonly Row[],
  keep: (row: Row) => Kept,
): Map<string, Kept[]> {
  const groups = new Map<string, Kept[]>();
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), keep(row)]);
  return groups;
}
