import { orderOf, parseType, type RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import { type BulkColumn, selectUnnested } from './bulk.ts';
import type { Database, Trx } from './database.ts';

const known = new WeakMap<Database, Set<string>>();

/**
 * Makes the partitions of the months that a batch was recorded in. Months before 2020 or after next month (clocks lie)
 * go to the partition `events_other`.
 */
export async function ensurePartitions(db: Database, events: readonly RecordedEvent[], now: Date): Promise<void> {
  const made = known.get(db) ?? new Set();
  known.set(db, made);
  for (const month of new Set(events.map(({ event }) => (event.recordedtime ?? now.toISOString()).slice(0, 7)))) {
    if (made.has(month)) continue;
    const first = Date.parse(`${month}-01T00:00:00Z`);
    const latest = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1);
    if (first >= Date.UTC(2020, 0, 1) && first < latest) await makePartition(db, new Date(first));
    made.add(month);
  }
}

async function makePartition(db: Database, first: Date): Promise<void> {
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1));
  const name = `events_${first.toISOString().slice(0, 7).replace('-', '_')}`;
  try {
    await sql
      .raw(
        `create table if not exists ${name} partition of events for values from ('${first.toISOString()}') to ('${next.toISOString()}')`,
      )
      .execute(db.kysely);
  } catch (error) {
    // 23514: events_other has rows of this month already, 42P07: another process was faster. Both places are fine.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== '23514' && code !== '42P07') throw error;
  }
}

/**
 * Archives events, in the order given, and returns those whose ids it did not have: only these may be folded. The first
 * position of an id stays its position for ever.
 */
export async function archive(trx: Trx, events: readonly RecordedEvent[], now: Date): Promise<RecordedEvent[]> {
  const byId = new Map<string, RecordedEvent>();
  for (const recorded of events) {
    const id = recorded.event.id.replaceAll('\0', '\u2400');
    if (!byId.has(id)) byId.set(id, recorded);
  }
  const recordedAt = (recorded: RecordedEvent) => storableTime(recorded.event.recordedtime ?? now.toISOString());
  const candidates = [...byId.values()];
  const { rows } = await sql<{ id: string }>`
    insert into event_ids (id, position, recorded_at) ${selectUnnested([
      { name: 'id', type: 'text', values: [...byId.keys()] },
      { name: 'position', type: 'bigint', values: candidates.map(({ position }) => String(position)) },
      { name: 'recorded_at', type: 'timestamptz', values: candidates.map(recordedAt) },
    ])}
    on conflict (id) do nothing returning id`.execute(trx);
  const fresh =
    rows.length === candidates.length
      ? candidates
      : rows.map(({ id }) => byId.get(id)!).sort((a, b) => a.position - b.position);
  if (fresh.length === 0) return fresh;
  await sql`insert into events (${sql.raw(columnNames)}) ${selectUnnested(columnsOf(fresh, recordedAt))}`.execute(trx);
  return fresh;
}

const versionMax = 2 ** 31 - 1;
const earliestMs = Date.parse('0001-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T00:00:00Z');

/** The archive takes every event: a time that PostgreSQL cannot hold becomes the nearest one it can. The event keeps its own. */
function storableTime(time: string): string {
  const ms = Date.parse(time);
  return new Date(Number.isNaN(ms) ? 0 : Math.min(latestMs, Math.max(earliestMs, ms))).toISOString();
}

const columnNames = 'position, id, kind, version, tenant, project, session, time, recorded_at, order_key, event';

function columnsOf(fresh: readonly RecordedEvent[], recordedAt: (recorded: RecordedEvent) => string): BulkColumn[] {
  const types = fresh.map(({ event }) => parseType(event.type) ?? { kind: event.type, version: 0 });
  return [
    { name: 'position', type: 'bigint', values: fresh.map(({ position }) => String(position)) },
    { name: 'id', type: 'text', values: fresh.map(({ event }) => event.id) },
    { name: 'kind', type: 'text', values: types.map(({ kind }) => kind) },
    { name: 'version', type: 'integer', values: types.map(({ version }) => String(Math.min(version, versionMax))) },
    { name: 'tenant', type: 'text', values: fresh.map(({ event }) => event.tenant) },
    { name: 'project', type: 'text', values: fresh.map(({ event }) => event.project) },
    { name: 'session', type: 'text', values: fresh.map(({ event }) => event.session) },
    { name: 'time', type: 'timestamptz', values: fresh.map(({ event }) => storableTime(event.time)) },
    { name: 'recorded_at', type: 'timestamptz', values: fresh.map(recordedAt) },
    { name: 'order_key', type: 'text', values: fresh.map(({ event }) => orderOf(event)) },
    { name: 'event', type: 'json', values: fresh.map(({ event }) => JSON.stringify(event)) },
  ];
}
