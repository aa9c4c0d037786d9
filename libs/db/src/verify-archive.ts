import type { EventLog } from '@hookline/log';
import type { RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import { textArray } from './bulk.ts';
import { checkLog, readCheckpoint } from './checkpoints.ts';
import { canonicalJson, contentHash } from './content-hash.ts';
import type { Database } from './database.ts';
import { readArchive } from './read-archive.ts';
import { archivist } from './read-history.ts';

/** One way in which log and archive differ. */
export interface Finding {
  /**
   * `missing-in-archive`: the log has an event that was never archived. `missing-in-log`: the archive has an event at a
   * position that the log should hold and does not (a deletion nobody asked for). `different`: both have one, and they
   * are not the same. `log-silent`: the log did not deliver what it says it has.
   */
  readonly type: 'missing-in-archive' | 'missing-in-log' | 'different' | 'log-silent';
  readonly position: number;
  readonly id?: string;
  readonly message: string;
}

export interface Verification {
  readonly ok: boolean;
  /** The positions compared: what both the log holds and the archive reaches. */
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** How many events between `from` and `to` retention deleted: neither side has to have them. */
  readonly expired: number;
  /** A hash over the compared events of each range of 1,000 positions, to compare installations by. */
  readonly ranges: readonly {
    readonly from: number;
    readonly to: number;
    readonly events: number;
    readonly hash: string;
  }[];
  /** At most 100; `findingsTotal` counts all. */
  readonly findings: readonly Finding[];
  readonly findingsTotal: number;
}

const rangeSize = 1_000;
const findingsMax = 100;

/** Compares the archive with the log, range by range, over what both should have. */
export async function verifyArchive(
  { db, log }: { readonly db: Database; readonly log: EventLog },
  options: {
    readonly after?: number;
    readonly until?: number;
    readonly signal?: AbortSignal;
    readonly silenceMs?: number;
  } = {},
): Promise<Verification> {
  const checkpoint = await readCheckpoint(db, archivist);
  const head = await checkLog(checkpoint, log);
  const after = Math.max(options.after ?? 0, head.first - 1, 0);
  const until = Math.min(options.until ?? Number.MAX_SAFE_INTEGER, checkpoint?.position ?? 0, head.last);
  const findings: Finding[] = [];
  const ranges: { from: number; to: number; events: number; hash: string }[] = [];
  let findingsTotal = 0;
  let events = 0;
  let expired = 0;
  const found = (finding: Finding) => {
    findingsTotal += 1;
    if (findings.length < findingsMax) findings.push(finding);
  };
  for (let from = after + 1; from <= until; from += rangeSize) {
    options.signal?.throwIfAborted();
    const to = Math.min(from + rangeSize - 1, until);
    const logged = await readRange(log, from, to, options.silenceMs ?? 5_000);
    if (logged.silent) {
      found({
        type: 'log-silent',
        position: to,
        message: `the log delivered nothing up to ${to} although it says it ends at ${head.last}`,
      });
    }
    const archived = new Map(
      (await readArchive(db, { after: from - 1, until: to, limit: rangeSize })).map((one) => [one.position, one]),
    );
    const gone = await expiredIn(db, from, to);
    expired += gone.size;
    for (const finding of await compare(db, logged.events, archived, gone)) found(finding);
    events += archived.size;
    ranges.push({ from, to, events: archived.size, hash: hashOf([...archived.values()]) });
  }
  return {
    ok: findingsTotal === 0,
    from: Math.min(after + 1, until),
    to: until,
    events,
    expired,
    ranges,
    findings,
    findingsTotal,
  };
}

async function compare(
  db: Database,
  logged: ReadonlyMap<number, RecordedEvent>,
  archived: ReadonlyMap<number, RecordedEvent>,
  expired: ReadonlySet<number>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const unarchived = [...logged.values()].filter(({ position }) => !archived.has(position) && !expired.has(position));
  const firstPositions = await firstPositionsOf(
    db,
    unarchived.map(({ event }) => event.id),
  );
  for (const { position, event } of unarchived) {
    const first = firstPositions.get(event.id);
    if (first !== undefined && first < position) continue;
    findings.push({
      type: 'missing-in-archive',
      position,
      id: event.id,
      message: `event ${event.id} at ${position} of the log is not in the archive`,
    });
  }
  for (const { position, event } of archived.values()) {
    const other = logged.get(position);
    if (other === undefined) {
      findings.push({
        type: 'missing-in-log',
        position,
        id: event.id,
        message: `event ${event.id} is archived at ${position}, where the log has nothing any more`,
      });
    } else if (canonicalJson(other.event) !== canonicalJson(event)) {
      findings.push({
        type: 'different',
        position,
        id: event.id,
        message: `position ${position} holds ${event.id} in the archive and ${other.event.id} in the log, with different content`,
      });
    }
  }
  return findings.sort((a, b) => a.position - b.position);
}

async function expiredIn(db: Database, from: number, to: number): Promise<Set<number>> {
  const rows = await db.kysely
    .selectFrom('expiredEvents')
    .select('position')
    .where('position', '>=', from)
    .where('position', '<=', to)
    .execute();
  return new Set(rows.map(({ position }) => position));
}

async function firstPositionsOf(db: Database, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; position: number }>`
    select id, position from event_ids where id = any(${textArray(ids)}::text[])`.execute(db.kysely);
  return new Map(rows.map(({ id, position }) => [id, position]));
}

async function readRange(
  log: EventLog,
  from: number,
  to: number,
  silenceMs: number,
): Promise<{ events: Map<number, RecordedEvent>; silent: boolean }> {
  const events = new Map<number, RecordedEvent>();
  const stop = new AbortController();
  let silent = false;
  let timer = setTimeout(() => {}, 0);
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      stop.abort();
    }, silenceMs);
  };
  wait();
  try {
    for await (const batch of log.read(from - 1, { signal: stop.signal, batchSizeMax: rangeSize })) {
      wait();
      for (const one of batch) if (one.position <= to) events.set(one.position, one);
      if (batch[batch.length - 1]!.position >= to) break;
    }
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  return { events, silent };
}

function hashOf(events: readonly RecordedEvent[]): string {
  return contentHash(events.map(({ position, event }) => `${position}\n${canonicalJson(event)}\n`).join(''));
}
