import type { Database, RuleChecks } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import type { Rule } from '@hookline/rules';
import { decideNow } from '../switches/decided.ts';
import { publish, withdraw } from './publish.ts';

/** A name that another source has cannot be published over HTTP. */
export class NameTakenError extends Error {
  override name = 'NameTakenError';
  constructor(name: string, { origin, path }: { origin: string; path: string | null }) {
    super(
      `there is a rule called ${name} already, in ${path} (${origin}); the earlier one counts: take that file away, or choose another name`,
    );
  }
}

/** What the order of decisions about a rule's text is kept under. */
export const textSubject = (rule: string) => `text:${rule}`;

/** Keeps a checked rule and brings it into force. Throws `NameTakenError` where a file has its name. */
export async function upload(
  { db, log }: { db: Database; log: Pick<EventLog, 'head'> },
  { rule, checks, text, by }: { rule: Pick<Rule, 'name' | 'version'>; checks: RuleChecks; text: string; by: string },
): Promise<void> {
  const { name, version } = rule;
  const { last: gate } = await log.head();
  await db.transaction(async (trx) => {
    const decidedAt = await decideNow(trx, textSubject(name));
    const stands = await trx
      .selectFrom('rules')
      .select(['origin', 'path'])
      .where('name', '=', name)
      .where('withdrawnAt', 'is', null)
      .where('origin', '!=', 'api')
      .executeTakeFirst();
    if (stands !== undefined) throw new NameTakenError(name, stands);
    const row = { source: text, publishedBy: by, publishedAt: decidedAt };
    await trx
      .insertInto('ruleTexts')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    await publish(trx, { name, version, text, origin: 'api', path: name, by, gate, checks, decidedAt });
  });
}

/** Takes a rule that was published over HTTP away. False where there is none. */
export async function takeAway(
  db: Database,
  name: string,
  { by, reason }: { by: string; reason: string },
): Promise<boolean> {
  return await db.transaction(async (trx) => {
    const decidedAt = await decideNow(trx, textSubject(name));
    const gone = await trx.deleteFrom('ruleTexts').where('name', '=', name).returning('name').executeTakeFirst();
    if (gone === undefined) return false;
    const stands = await trx
      .selectFrom('rules')
      .select('origin')
      .where('name', '=', name)
      .where('withdrawnAt', 'is', null)
      .executeTakeFirst();
    if (stands?.origin === 'api') await withdraw(trx, name, { by, reason, decidedAt });
    return true;
  });
}
