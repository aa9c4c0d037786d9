import { archivist, type Database, readCheckpoint } from '@hookline/db';
import type { BodyStore } from '@hookline/log';
import { sql } from 'kysely';
import type { Environment } from '../store/s3-store.ts';
import { dueBy } from './due.ts';
import { dueBodies } from './expire-bodies.ts';
import { indexBodies } from './index-bodies.ts';
import type { Policy } from './policy.ts';
import { archivedUntil } from './required-archive.ts';

/** What a run would delete now. */
export interface RetentionPlan {
  readonly events: readonly PlannedEvents[];
  readonly bodies: readonly PlannedBodies[];
  /** With `require-archive`: events that are due and stay, because the archive does not have them yet. */
  readonly waiting: number;
  readonly totals: { readonly events: number; readonly bodies: number; readonly bytes: number };
}

interface PlannedEvents {
  readonly rule: string;
  readonly kind: string;
  readonly project: string;
  readonly events: number;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

interface PlannedBodies {
  readonly rule: string;
  readonly bodies: number;
  readonly bytes: number;
}

const window = 20_000;

/** Says what a run would delete. Deletes nothing; references to bodies are noted, which a run does too. */
export async function planRetention(
  parts: { readonly db: Database; readonly bodies: BodyStore; readonly log: { head(): Promise<{ identity: string }> } },
  policy: Policy,
  { now, env, signal }: { readonly now: Date; readonly env: Environment; readonly signal: AbortSignal },
): Promise<RetentionPlan> {
  const { db } = parts;
  await indexBodies(db, parts.bodies, signal);
  const archived = (await readCheckpoint(db, archivist))?.position ?? 0;
  const until = await archivedUntil(policy, (await parts.log.head()).identity, env);
  const due = dueBy(policy, 'events', now, 'events');
  const found = new Map<string, PlannedEvents>();
  let waiting = 0;
  for (let after = 0; after < archived; after += window) {
    signal.throwIfAborted();
    const { rows } = await sql<PlannedEvents & { waits: boolean }>`
      select rule, kind, project, waits, count(*) as events, sum(bytes) as bytes, min(position) as "from", max(position) as "to"
      from (
        select ${due} as rule, kind, project, position, position > ${until} as waits, octet_length(event::text)::bigint as bytes
        from events where position > ${after} and position <= ${after + window}
      ) as looked
      where rule is not null group by rule, kind, project, waits`.execute(db.kysely);
    for (const { waits, ...row } of rows) {
      if (waits) waiting += Number(row.events);
      else add(found, row);
    }
  }
  const events = [...found.values()].sort((a, b) => b.events - a.events);
  const bodies = await plannedBodies(db, policy, now, until);
  const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) => rows.reduce((so, row) => so + of(row), 0);
  return {
    events,
    bodies,
    waiting,
    totals: {
      events: sum(events, (row) => row.events),
      bodies: sum(bodies, (row) => row.bodies),
      bytes: sum(events, (row) => row.bytes) + sum(bodies, (row) => row.bytes),
    },
  };
}

function add(found: Map<string, PlannedEvents>, row: PlannedEvents): void {
  const key = JSON.stringify([row.rule, row.kind, row.project]);
  const before = found.get(key);
  found.set(key, {
    ...row,
    events: (before?.events ?? 0) + Number(row.events),
    bytes: (before?.bytes ?? 0) + Number(row.bytes),
    from: Math.min(before?.from ?? row.from, row.from),
    to: Math.max(before?.to ?? 0, row.to),
  });
}

async function plannedBodies(db: Database, policy: Policy, now: Date, until: number): Promise<PlannedBodies[]> {
  const due = sql<string | null>`coalesce(${dueBy(policy, 'events', now, 'e')}, ${dueBy(policy, 'bodies', now, 'e')})`;
  const gone = new Set(
    (await db.kysely.selectFrom('expiredBodies').select('ref').where('deleted', '=', true).execute()).map(
      ({ ref }) => ref,
    ),
  );
  const found = new Map<string, { rule: string; bodies: number; bytes: number }>();
  for (let after = ''; ; ) {
    const page = await dueBodies(db, due, until, after);
    for (const { ref, rule, bytes } of page) {
      if (gone.has(ref)) continue;
      const before = found.get(rule) ?? { rule, bodies: 0, bytes: 0 };
      found.set(rule, { rule, bodies: before.bodies + 1, bytes: before.bytes + Number(bytes) });
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.ref;
  }
  return [...found.values()];
}
