import { type MemoryStatus, memoryKinds } from '@hookline/memory';
import { type RawBuilder, sql } from 'kysely';

/** Days after which unrefreshed memories hold no longer, by kind, as a table of SQL. */
const lives = Object.entries(memoryKinds).flatMap(([kind, facts]) =>
  'expiresAfterDays' in facts ? [{ kind, days: facts.expiresAfterDays }] : [],
);

/** As `statusAt` of @hookline/memory, in SQL: the status that a row of `memories m` has at a moment. */
export function statusNow(now: Date): RawBuilder<MemoryStatus> {
  const kinds = lives.map(({ kind }) => kind);
  const days = lives.map((one) => one.days);
  return sql<MemoryStatus>`(case when m.status = 'active' and (m.memory ->> 'pinned') = 'false' and exists (
      select 1 from unnest(${kinds}::text[], ${days}::int[]) as life(kind, days)
      where life.kind = m.kind and ${now.toISOString()}::timestamptz - m.last_seen > life.days * interval '1 day')
    then 'retired' else m.status end)`;
}
