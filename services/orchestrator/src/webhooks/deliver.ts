import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Tables } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { type Selectable, sql } from 'kysely';
import { linkPath } from '../approvals/link.ts';
import { busEvent } from '../bus-event.ts';
import { post } from '../outbox.ts';
import { plainText } from '../plain-text.ts';
import type { NamedHost } from './address.ts';
import { hostOf } from './owe.ts';
import { sendWebhook, type WebhookAnswer } from './send.ts';

const attemptsMax = 8;
/** While a delivery is being tried nobody else tries it; whoever dies doing it frees it after this. */
const holdSeconds = 60;
/** At the same time in all, and to one host: one that hangs holds up its own only. */
const [atOnce, atOnceToHost] = [8, 2];
const errorMax = 500;
const lookEveryMs = 250;

/** What sending needs besides the database. */
export interface WebhookSettings {
  /** Looks up a signing secret by the name of its environment variable. */
  readonly secretOf: (name: string) => string | undefined;
  /** Hosts that are no part of the internet and may be sent to all the same. */
  readonly named: readonly NamedHost[];
  /** Where people reach this bus: what links in messages begin with. */
  readonly publicUrl: string;
}

type Due = Selectable<Tables['webhookDeliveries']>;

/** Back-off after the n-th failed attempt: 2 s, four times as long each time, at most an hour. */
export function retryAfterSeconds(attempts: number): number {
  return Math.min(2 * 4 ** (attempts - 1), 3_600);
}

/** Tries every webhook that is due, several side by side. At least once, always under the same id. Returns how many were tried. */
export async function deliverDue(db: Database, settings: WebhookSettings, signal: AbortSignal): Promise<number> {
  const busy = new Map<string, number>();
  let inFlight = 0;
  let tried = 0;
  let turn: Promise<unknown> = Promise.resolve();
  /** One after another, so that each sees what the others took. */
  const next = () => {
    const mine = turn.then(async () => {
      const full = [...busy].flatMap(([host, count]) => (count >= atOnceToHost ? host : []));
      const due = await hold(db, full);
      if (due === undefined) return undefined;
      inFlight += 1;
      busy.set(due.host, (busy.get(due.host) ?? 0) + 1);
      return due;
    });
    turn = mine.catch(() => {});
    return mine;
  };
  const deliver = async () => {
    while (!signal.aborted) {
      const due = await next();
      if (due === undefined) {
        if (inFlight === 0) return;
        // Somebody's host takes its time: what becomes due for others meanwhile does not wait for it.
        await pause(lookEveryMs, undefined, { signal }).catch(() => {});
        continue;
      }
      try {
        const answer = await tryOnce(db, due, settings, signal);
        if (signal.aborted && !answer.ok) return;
        await record(db, due, answer);
        tried += 1;
      } finally {
        inFlight -= 1;
        busy.set(due.host, busy.get(due.host)! - 1);
      }
    }
  };
  const done = await Promise.allSettled(Array.from({ length: atOnce }, deliver));
  const failed = done.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return tried;
}

async function tryOnce(
  db: Database,
  due: Due,
  { secretOf, named, publicUrl }: WebhookSettings,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const secret = secretOf(due.secretName);
  if (secret === undefined) {
    return { ok: false, error: `${due.secretName} is not set: it has to hold the signing secret`, final: false };
  }
  const body = due.approval === null ? due.body : await withLink(db, due.body, due.approval, publicUrl);
  return await sendWebhook({ delivery: due.delivery, url: due.url, body, secret }, { named, now: new Date(), signal });
}

/** The link is made here and goes nowhere else: neither the database nor the log holds one. */
async function withLink(db: Database, body: string, approval: string, publicUrl: string): Promise<string> {
  const row = await db.kysely.selectFrom('approvals').selectAll().where('approval', '=', approval).executeTakeFirst();
  if (row === undefined) return body;
  const link = `${publicUrl}${linkPath(row)}`;
  const told = JSON.parse(body) as { data: object };
  return JSON.stringify({ ...told, data: { ...told.data, link }, text: `${row.question}\n${link}` });
}

async function hold(db: Database, busyHosts: readonly string[]): Promise<Due | undefined> {
  return await db.transaction(async (trx) => {
    let due = trx
      .selectFrom('webhookDeliveries')
      .select('delivery')
      .where('state', '=', 'due')
      .where('dueAt', '<=', sql<string>`now()`);
    if (busyHosts.length > 0) due = due.where('host', 'not in', busyHosts);
    const row = await due.orderBy('dueAt').limit(1).forUpdate().skipLocked().executeTakeFirst();
    if (row === undefined) return undefined;
    return await trx
      .updateTable('webhookDeliveries')
      .set({ attempts: sql`attempts + 1`, dueAt: sql<string>`now() + make_interval(secs => ${holdSeconds})` })
      .where('delivery', '=', row.delivery)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

async function record(db: Database, due: Due, answer: WebhookAnswer): Promise<void> {
  const over = answer.ok || answer.final || due.attempts >= attemptsMax;
  const waitSeconds = Math.min(Math.max(retryAfterSeconds(due.attempts), answer.retryAfterSeconds ?? 0), 3_600);
  const error = answer.error === undefined ? undefined : plainText(answer.error, errorMax);
  await db.transaction(async (trx) => {
    const kept = await trx
      .updateTable('webhookDeliveries')
      .set({
        state: answer.ok ? 'delivered' : over ? 'dead' : 'due',
        status: answer.status ?? null,
        error: error ?? null,
        dueAt: sql<string>`now() + make_interval(secs => ${waitSeconds})`,
        endedAt: over ? sql<string>`now()` : null,
      })
      .where('delivery', '=', due.delivery)
      .where('state', '=', 'due')
      .where('redriven', '=', due.redriven)
      .returning('delivery')
      .executeTakeFirst();
    if (!over || kept === undefined) return;
    const { delivery, firing, attempts, redriven, redrivenBy, cause } = due;
    await post(
      trx,
      busEvent<'webhook.delivered'>({
        kind: 'webhook.delivered',
        id: redriven === 0 ? eventId('webhook.delivered', delivery) : eventId('webhook.delivered', delivery, redriven),
        subject: delivery,
        project: due.project,
        session: due.session ?? '-',
        causationid: firing,
        data: {
          firing,
          delivery,
          url: hostOf(due.url),
          attempts,
          outcome: answer.ok ? 'ok' : 'failed',
          ...(answer.status !== undefined && { status: answer.status }),
          ...(error !== undefined && { error }),
          ...(redrivenBy !== null && { redrivenBy }),
          ...(cause !== null && { cause }),
        },
      }),
    );
  });
}
