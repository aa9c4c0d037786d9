import type { Database } from '@hookline/db';
import type { ActionName } from '@hookline/rules';
import { eventId } from '@hookline/schemas';
import { sql } from 'kysely';

/** Something that a firing's action made, and what has become of it. */
export interface Made {
  readonly firing: string;
  readonly action: ActionName;
  readonly id: string;
  readonly state: string;
  readonly title: string;
  readonly detail: string | null;
  readonly time: string;
  /** The session that it went to, or that worked on it. */
  readonly session: string | null;
  /** The last thing that was said of it, for work. */
  readonly verdict: string | null;
  /** Where the log tells of it: of work that it was offered, of a message that it ended, else that it was sent. */
  readonly position: number | null;
  /** The item it is a part of. */
  readonly parent: string | null;
}

/** What the firings made, by firing, in the order in which it was made; with `project`, only what is of that project. */
export async function madeBy(
  db: Database,
  firings: readonly string[],
  project?: string,
): Promise<ReadonlyMap<string, readonly Made[]>> {
  if (firings.length === 0) return new Map();
  const reads = [work, steering, webhooks, approvals, claims];
  const found = await Promise.all(reads.map((read) => read(db, firings, project)));
  return Map.groupBy(
    found.flat().toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)),
    ({ firing }) => firing,
  );
}

const prefixes: readonly ActionName[] = ['work', 'steer', 'approval', 'claim', 'subject'];

/** Ids that the action of this number of a firing may have given. */
export function idsOf(firing: string, index: number): readonly string[] {
  return [...prefixes.map((prefix) => eventId(prefix, firing, index)), `msg_${eventId('webhook', firing, index)}`];
}

async function work(db: Database, firings: readonly string[], project: string | undefined): Promise<Made[]> {
  const rows = await db.kysely
    .selectFrom('workItems')
    .select(['item', 'queue', 'state', 'firing', 'offeredAt', 'attempt', 'attemptsMax', 'worker', 'doneIn', 'result'])
    .select(['error', 'parent'])
    .select((items) =>
      items
        .selectFrom('workHistory')
        .select('position')
        .whereRef('workHistory.item', '=', 'workItems.item')
        .where('kind', '=', 'work.offered')
        .orderBy('number')
        .limit(1)
        .as('position'),
    )
    .where('firing', 'in', firings)
    .$if(project !== undefined, (query) => query.where('project', '=', project!))
    .orderBy('offeredAt')
    .limit(madeMax)
    .execute();
  return rows.map((row) => ({
    firing: row.firing!,
    action: 'work',
    id: row.item,
    state: row.state,
    title: `work on queue ${row.queue}`,
    detail: `attempt ${row.attempt} of ${row.attemptsMax}${row.worker === null ? '' : `, ${row.worker}`}`,
    time: row.offeredAt,
    session: row.doneIn,
    verdict: row.error ?? (row.result === null ? null : textOf(row.result)),
    position: row.position,
    parent: row.parent,
  }));
}

async function steering(db: Database, firings: readonly string[], project: string | undefined): Promise<Made[]> {
  const rows = await db.kysely
    .selectFrom('steerMessages')
    .selectAll()
    .where('firing', 'in', firings)
    .$if(project !== undefined, (query) => query.where('project', '=', project!))
    .orderBy('sentAt')
    .limit(madeMax)
    .execute();
  return rows.map((row) => ({
    firing: row.firing!,
    action: 'steer',
    id: row.message,
    state: row.state,
    title: row.text,
    detail: row.reason ?? row.surface,
    time: row.sentAt,
    session: row.session,
    verdict: null,
    position: row.endedPosition ?? row.position,
    parent: null,
  }));
}

async function webhooks(db: Database, firings: readonly string[], project: string | undefined): Promise<Made[]> {
  const rows = await db.kysely
    .selectFrom('webhookDeliveries')
    .select(['delivery', 'firing', 'url', 'state', 'attempts', 'status', 'error', 'createdAt'])
    .where('firing', 'in', firings)
    .$if(project !== undefined, (query) => query.where('project', '=', project!))
    .orderBy('createdAt')
    .limit(madeMax)
    .execute();
  return rows.map((row) => ({
    firing: row.firing,
    action: 'webhook',
    id: row.delivery,
    state: row.state,
    title: `webhook to ${hostOf(row.url)}`,
    detail: row.error ?? (row.status === null ? null : `status ${row.status}`),
    time: row.createdAt,
    session: null,
    verdict: null,
    position: null,
    parent: null,
  }));
}

async function approvals(db: Database, firings: readonly string[], project: string | undefined): Promise<Made[]> {
  const rows = await db.kysely
    .selectFrom('approvals')
    .select(['approval', 'firing', 'question', 'state', 'askedAt', 'decidedBy', 'comment'])
    .where('firing', 'in', firings)
    .$if(project !== undefined, (query) => query.where('project', '=', project!))
    .orderBy('askedAt')
    .limit(madeMax)
    .execute();
  return rows.map((row) => ({
    firing: row.firing!,
    action: 'approval',
    id: row.approval,
    state: row.state,
    title: row.question,
    detail: row.decidedBy === null ? null : `${row.decidedBy}${row.comment === null ? '' : `: ${row.comment}`}`,
    time: row.askedAt,
    session: null,
    verdict: null,
    position: null,
    parent: null,
  }));
}

async function claims(db: Database, firings: readonly string[], project: string | undefined): Promise<Made[]> {
  const rows = await db.kysely
    .selectFrom('claims')
    .select(['claim', 'kind', 'resource', 'holder', 'state', 'takenAt'])
    .select(sql<string>`cause ->> 'firing'`.as('firing'))
    .where(sql<string>`cause ->> 'firing'`, 'in', firings)
    .$if(project !== undefined, (query) => query.where('project', '=', project!))
    .orderBy('takenAt')
    .limit(madeMax)
    .execute();
  return rows.map((row) => ({
    firing: row.firing,
    action: 'claim',
    id: row.claim,
    state: row.state,
    title: `claim of ${row.kind} ${row.resource}`,
    detail: `for ${row.holder}`,
    time: row.takenAt,
    session: null,
    verdict: null,
    position: null,
    parent: null,
  }));
}

/** Addresses may carry secrets behind their host. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address';
}

/** Rows of one table that are shown of a page of firings, at most. */
const madeMax = 2_000;

/** What a worker reported, as a text: a field of it that says it in words, or all of it. */
function textOf(result: unknown): string {
  if (typeof result === 'string') return result;
  if (typeof result === 'object' && result !== null) {
    for (const field of ['verdict', 'text', 'summary']) {
      const said = (result as Record<string, unknown>)[field];
      if (typeof said === 'string' && said !== '') return said;
    }
  }
  return JSON.stringify(result) ?? '';
}
