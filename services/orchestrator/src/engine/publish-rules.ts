import type { Database } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { eventId } from '@hookline/schemas';
import { busEvent } from '../bus-event.ts';
import { post } from '../outbox.ts';
import type { RuleFolder } from './rule-folder.ts';

/** A rule with the position from which on it may act. */
export type GatedRule = RuleFolder['rules'][number] & { readonly gate: number };

/**
 * Brings versions of rules into force. A version seen for the first time may act on events after the present end of the
 * log only: nothing that happened before it was written ever fires it.
 */
export async function publishRules(db: Database, log: EventLog, folder: RuleFolder): Promise<GatedRule[]> {
  const gated: GatedRule[] = [];
  for (const { rule, source } of folder.rules) {
    const { last } = await log.head();
    const gate = await db.transaction(async (trx) => {
      const added = await trx
        .insertInto('rules')
        .values({ name: rule.name, version: rule.version, source, gate: last })
        .onConflict((conflict) => conflict.doNothing())
        .returning('gate')
        .executeTakeFirst();
      if (added === undefined) {
        const known = trx
          .selectFrom('rules')
          .select('gate')
          .where('name', '=', rule.name)
          .where('version', '=', rule.version);
        return (await known.executeTakeFirstOrThrow()).gate;
      }
      await post(
        trx,
        busEvent<'rule.published'>({
          kind: 'rule.published',
          id: eventId('rule.published', rule.name, rule.version),
          subject: rule.name,
          data: { rule: rule.name, version: rule.version, source: 'folder', by: 'orchestrator' },
        }),
      );
      return added.gate;
    });
    gated.push({ rule, source, gate });
  }
  return gated;
}
