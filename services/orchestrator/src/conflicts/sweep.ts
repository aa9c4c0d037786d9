import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { forgottenMs } from './fold.ts';

const atOnceMax = 1_000;
const sessionDays = 7;
const conflictDays = 90;
/** More writes than these are not kept, whatever they are: the oldest go first. */
const writesMax = 500_000;

/** Forgets what no conflict can follow from any more, by the log's clock. Returns how many rows that were. */
export async function sweepConflicts({ kysely }: Database): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    with clock as (select at from conflict_clock),
    writes as (
      delete from conflict_writes where ctid in (
        select w.ctid from conflict_writes w, clock
        where w.last_at < clock.at - make_interval(secs => ${forgottenMs / 1000}) order by w.last_at limit ${atOnceMax})
      returning 1),
    crowd as (
      delete from conflict_writes where ctid in (
        select ctid from conflict_writes
        where (select reltuples from pg_class where oid = 'conflict_writes'::regclass) > ${writesMax}
        order by last_at limit ${atOnceMax})
      returning 1),
    sessions as (
      delete from conflict_sessions where ctid in (
        select s.ctid from conflict_sessions s, clock
        where s.last_at < clock.at - make_interval(days => ${sessionDays}) order by s.last_at limit ${atOnceMax})
      returning 1),
    conflicts_gone as (
      delete from conflicts where ctid in (
        select ctid from conflicts where last_at < now() - make_interval(days => ${conflictDays})
        order by last_at limit ${atOnceMax})
      returning 1)
    select (select count(*) from writes) + (select count(*) from crowd)
      + (select count(*) from sessions) + (select count(*) from conflicts_gone) as rows`.execute(kysely);
  return rows[0]!.rows;
}
