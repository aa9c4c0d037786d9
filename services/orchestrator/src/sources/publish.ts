import { notify, type RuleChecks, type Trx } from '@hookline/db';
import { type DataOf, eventId, newEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import { post } from '../outbox.ts';
import { rulesChannel } from './api.ts';
import type { Origin } from './source.ts';

/** A version of a rule that is to come into force. */
export interface Publication {
  readonly name: string;
  readonly version: string;
  /** The file's text. */
  readonly text: string;
  readonly origin: Origin;
  readonly path: string;
  readonly commit?: string | undefined;
  readonly by: string;
  /** The end of the log: only what comes after it may make the version act. */
  readonly gate: number;
  /** What its own tests gave. */
  readonly checks: RuleChecks;
  /** When somebody decided it over HTTP: then the log keeps the text. */
  readonly decidedAt?: string | undefined;
}

/**
 * Brings a version into force, in the place of the one that stood. One that was withdrawn and comes back has a new gate:
 * what happened in between never fires it. Nothing happens where it is in force already.
 */
export async function publish(trx: Trx, publication: Publication): Promise<void> {
  const { name, version, text, origin, path, commit, by, gate, checks, decidedAt } = publication;
  await sql`select pg_advisory_xact_lock(hashtext('hookline rules'))`.execute(trx);
  const stands = await trx
    .selectFrom('rules')
    .select(['version'])
    .where('name', '=', name)
    .where('withdrawnAt', 'is', null)
    .execute();
  if (stands.length === 1 && stands[0]!.version === version) {
    await trx
      .updateTable('rules')
      .set({ origin, path, commit: commit ?? null, checks: JSON.stringify(checks) })
      .where('name', '=', name)
      .where('version', '=', version)
      .execute();
    return;
  }
  await trx
    .updateTable('rules')
    .set({ withdrawnAt: sql<string>`now()` })
    .where('name', '=', name)
    .where('withdrawnAt', 'is', null)
    .execute();
  const clock = await trx
    .selectFrom('ruleClock')
    .select(({ fn }) => fn.max('clockMs').as('ms'))
    .executeTakeFirst();
  const { publishedAt } = await trx
    .insertInto('rules')
    .values({
      name,
      version,
      source: text,
      gate,
      origin,
      path,
      commit: commit ?? null,
      checks: JSON.stringify(checks),
      publishedBy: by,
      publishedAtClock: clock?.ms ?? sql<number>`(extract(epoch from now()) * 1000)::bigint`,
    })
    .onConflict((conflict) =>
      conflict.columns(['name', 'version']).doUpdateSet((eb) => ({
        gate: eb.ref('excluded.gate'),
        origin: eb.ref('excluded.origin'),
        path: eb.ref('excluded.path'),
        commit: eb.ref('excluded.commit'),
        checks: eb.ref('excluded.checks'),
        publishedBy: eb.ref('excluded.publishedBy'),
        publishedAtClock: eb.ref('excluded.publishedAtClock'),
        publishedAt: sql<string>`now()`,
        withdrawnAt: null,
        warmPosition: null,
      })),
    )
    .returning('publishedAt')
    .executeTakeFirstOrThrow();
  await say(trx, 'rule.published', decidedAt ?? publishedAt, {
    rule: name,
    version,
    source: origin,
    by,
    path,
    gate,
    ...(commit !== undefined && { commit }),
    ...(decidedAt !== undefined && { text }),
  });
}

/** Who takes a rule out of force, why, and when, where somebody decided it over HTTP. */
export interface Withdrawal {
  readonly by: string;
  readonly reason: string;
  readonly decidedAt?: string;
}

/** Takes a rule out of force. False where none of that name is in force. */
export async function withdraw(trx: Trx, name: string, { by, reason, decidedAt }: Withdrawal): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('hookline rules'))`.execute(trx);
  const row = await trx
    .updateTable('rules')
    .set({ withdrawnAt: sql<string>`now()` })
    .where('name', '=', name)
    .where('withdrawnAt', 'is', null)
    .returning(['version', 'origin', 'withdrawnAt'])
    .executeTakeFirst();
  if (row === undefined) return false;
  const { version, origin, withdrawnAt } = row;
  await say(trx, 'rule.withdrawn', decidedAt ?? withdrawnAt!, { rule: name, version, source: origin, by, reason });
  return true;
}

async function say(
  trx: Trx,
  kind: 'rule.published' | 'rule.withdrawn',
  time: string,
  data: DataOf<'rule.published'> | DataOf<'rule.withdrawn'>,
): Promise<void> {
  const { rule, version } = data;
  const event = newEvent({
    kind,
    id: eventId(kind, rule, version, time),
    source: 'urn:hookline:bus:orchestrator',
    subject: rule,
    time,
    origin: 'derived',
    data,
  } as never);
  await post(trx, event);
  await notify(trx, rulesChannel, '');
}
