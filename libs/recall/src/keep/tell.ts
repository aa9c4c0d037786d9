import type { Database } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { type Memory, shortId } from '@hookline/memory';
import { type CloudEvent, eventId, newEvent } from '@hookline/schemas';
import { sql } from 'kysely';

const atOnce = 100;
const shownToMax = 1_000;

/**
 * Tells the log of memories whose standing changed, and of those that lost all they stood on, with the sessions that had
 * been told them. Ids are deterministic: telling it twice is telling it once. Returns how many were told.
 */
export async function tellLog(db: Database, log: EventLog): Promise<number> {
  const changed = await tellChanged(db, log);
  return changed + (await tellGone(db, log));
}

async function tellChanged(db: Database, log: EventLog): Promise<number> {
  const rows = await db.kysely
    .selectFrom('memories')
    .select(['id', 'memory', 'telling'])
    .where((where) => where('told', 'is distinct from', where.ref('telling')))
    .orderBy('id')
    .limit(atOnce)
    .execute();
  const events: CloudEvent[] = [];
  for (const { memory, telling } of rows) {
    if (telling !== null) events.push(recorded(memory as Memory, telling, await lossOf(db, memory as Memory)));
  }
  if (events.length > 0) await log.append(events);
  for (const { id, telling } of rows)
    await db.kysely.updateTable('memories').set({ told: telling }).where('id', '=', id).execute();
  return rows.length;
}

async function tellGone(db: Database, log: EventLog): Promise<number> {
  const rows = await db.kysely.selectFrom('memoryGone').select(['id', 'memory']).orderBy('id').limit(atOnce).execute();
  for (const row of rows) {
    // Whose words it held may be erased for good: that it went is told, not what it said or was about.
    const memory = {
      ...(row.memory as Memory),
      status: 'retired',
      reason: 'source-erased',
      statement: '',
      about: '',
    } as const;
    const shownTo = await sessionsToldOf(db, row.id);
    await log.append([recorded(memory, 'source-erased', { shownTo })]);
    await db.kysely.deleteFrom('memoryGone').where('id', '=', row.id).execute();
  }
  return rows.length;
}

/** Of a memory that agents are not told any more: the sessions that had been. */
async function lossOf(db: Database, { id, status }: Memory): Promise<{ readonly shownTo?: string[] }> {
  const shownTo = status === 'active' ? [] : await sessionsToldOf(db, id);
  return shownTo.length === 0 ? {} : { shownTo };
}

/** The sessions that a memory was put before, the newest first. */
async function sessionsToldOf(db: Database, id: string): Promise<string[]> {
  const { rows } = await sql<{ session: string }>`
    select session from memory_injections where short_memory = ${shortId(id)} and not held_out
    group by session order by max(position) desc limit ${shownToMax}`.execute(db.kysely);
  return rows.map(({ session }) => session);
}

function recorded(memory: Memory, telling: string, more: { readonly shownTo?: string[] }): CloudEvent {
  return newEvent({
    kind: 'memory.recorded',
    id: eventId('memory.recorded', memory.id, telling, memory.positions.to),
    source: 'urn:hookline:bus:memory',
    subject: memory.id,
    time: memory.lastSeen,
    project: memory.project,
    origin: 'derived',
    trust: memory.trust === 'tool' ? 'tool-output' : memory.trust,
    data: {
      memory: memory.id,
      memoryKind: memory.kind,
      scope: memory.scope,
      about: memory.about,
      status: memory.status,
      reason: memory.reason,
      statement: memory.statement,
      evidence: [...memory.positions.evidence],
      ...more,
    },
  });
}
