import { type Database, notify, type Tables } from '@hookline/db';
import { type Selectable, sql } from 'kysely';
import { webhookChannel } from './owe.ts';

type DeliveryRow = Selectable<Tables['webhookDeliveries']>;

/** A webhook as people are shown it, without what its address may hold of secrets. Times are RFC 3339. */
export interface Delivery {
  readonly id: string;
  readonly state: DeliveryRow['state'];
  readonly host: string;
  readonly firing: string;
  readonly rule: string | null;
  readonly project: string | null;
  readonly session: string | null;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly createdAt: string;
  /** When it is tried next. */
  readonly dueAt: string | null;
  readonly endedAt: string | null;
  /** How often it was tried again after it had been given up. */
  readonly redriven: number;
}

export function shown(row: DeliveryRow): Delivery {
  const { delivery: id, state, host, firing, cause, project, session, attempts, status, error } = row;
  return {
    id,
    state,
    host,
    firing,
    rule: cause?.rule ?? null,
    project: project === '-' ? null : project,
    session,
    attempts,
    status,
    error,
    createdAt: row.createdAt,
    dueAt: state === 'due' ? row.dueAt : null,
    endedAt: row.endedAt,
    redriven: row.redriven,
  };
}

const redrivenAtOnce = 1_000;

/** Which dead webhooks are to be tried again. */
export interface Chosen {
  readonly delivery?: string | undefined;
  readonly rule?: string | undefined;
  readonly project?: string | undefined;
}

/** Has dead webhooks tried again from the first attempt on, under the same ids; at most 1,000, the oldest first. */
export async function redrive(db: Database, { delivery, rule, project }: Chosen, by: string): Promise<number> {
  return await db.transaction(async (trx) => {
    let dead = trx.selectFrom('webhookDeliveries').select('delivery').where('state', '=', 'dead');
    if (delivery !== undefined) dead = dead.where('delivery', '=', delivery);
    if (rule !== undefined) dead = dead.where(sql<boolean>`cause->>'rule' = ${rule}`);
    if (project !== undefined) dead = dead.where('project', '=', project);
    const chosen = await dead.orderBy('createdAt').limit(redrivenAtOnce).forUpdate().skipLocked().execute();
    if (chosen.length === 0) return 0;
    await trx
      .updateTable('webhookDeliveries')
      .set({
        state: 'due',
        attempts: 0,
        dueAt: sql<string>`now()`,
        endedAt: null,
        redriven: sql`redriven + 1`,
        redrivenBy: by,
      })
      .where(
        'delivery',
        'in',
        chosen.map((one) => one.delivery),
      )
      .execute();
    await notify(trx, webhookChannel, '');
    return chosen.length;
  });
}
