import type { Database } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { busEvent } from './bus-event.ts';
import { post } from './outbox.ts';
import { sendWebhook, type WebhookAnswer } from './send-webhook.ts';

const attemptsMax = 8;
/** While a delivery is being tried nobody else tries it; whoever dies doing it frees it after this. */
const holdSeconds = 60;

/** Back-off after the n-th failed attempt: 2 s, four times as long each time, at most an hour. */
function retryAfterSeconds(attempts: number): number {
  return Math.min(2 * 4 ** (attempts - 1), 3_600);
}

/** Looks up a signing secret by the name of its environment variable. */
export type SecretByName = (name: string) => string | undefined;

/** Tries every webhook that is due. At least once, always under the same id. Returns how many were tried. */
export async function deliverDue(db: Database, secretOf: SecretByName, signal: AbortSignal): Promise<number> {
  let tried = 0;
  while (!signal.aborted) {
    const due = await hold(db);
    if (due === undefined) return tried;
    const secret = secretOf(due.secretName);
    const answer: WebhookAnswer =
      secret === undefined
        ? { ok: false, error: `${due.secretName} is not set: it has to hold the signing secret`, final: false }
        : await sendWebhook({ ...due, secret }, new Date(), signal);
    if (signal.aborted && !answer.ok) return tried;
    await record(db, due, answer);
    tried += 1;
  }
  return tried;
}

interface Due {
  readonly delivery: string;
  readonly firing: string;
  readonly url: string;
  readonly secretName: string;
  readonly body: string;
  readonly attempts: number;
}

async function hold(db: Database): Promise<Due | undefined> {
  return await db.transaction(async (trx) => {
    const row = await trx
      .selectFrom('webhookDeliveries')
      .select('delivery')
      .where('state', '=', 'due')
      .where('dueAt', '<=', sql<string>`now()`)
      .orderBy('dueAt')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return await trx
      .updateTable('webhookDeliveries')
      .set({ attempts: sql`attempts + 1`, dueAt: sql<string>`now() + make_interval(secs => ${holdSeconds})` })
      .where('delivery', '=', row.delivery)
      .returning(['delivery', 'firing', 'url', 'secretName', 'body', 'attempts'])
      .executeTakeFirstOrThrow();
  });
}

async function record(db: Database, due: Due, answer: WebhookAnswer): Promise<void> {
  const over = answer.ok || answer.final || due.attempts >= attemptsMax;
  await db.transaction(async (trx) => {
    await trx
      .updateTable('webhookDeliveries')
      .set({
        state: answer.ok ? 'delivered' : over ? 'dead' : 'due',
        status: answer.status ?? null,
        error: answer.error?.replaceAll('\0', '␀') ?? null,
        dueAt: sql<string>`now() + make_interval(secs => ${retryAfterSeconds(due.attempts)})`,
      })
      .where('delivery', '=', due.delivery)
      .execute();
    if (!over) return;
    await post(
      trx,
      busEvent<'webhook.delivered'>({
        kind: 'webhook.delivered',
        id: eventId('webhook.delivered', due.delivery),
        subject: due.delivery,
        causationid: due.firing,
        data: {
          firing: due.firing,
          url: due.url,
          attempts: due.attempts,
          outcome: answer.ok ? 'ok' : 'failed',
          ...(answer.status !== undefined && { status: answer.status }),
          ...(answer.error !== undefined && { error: answer.error }),
        },
      }),
    );
  });
}
