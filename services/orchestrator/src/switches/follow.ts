import { notify, type Trx } from '@hookline/db';
import type { BusEvent } from '@hookline/schemas';
import type { Follower } from '../engine/followers.ts';
import { plainText, plainTime } from '../plain-text.ts';
import { rulesChannel } from '../sources/api.ts';
import { ruleBytesMax } from '../sources/source.ts';
import { textSubject } from '../sources/uploads.ts';
import { everything, subjectOf } from './commands.ts';
import { isNews } from './decided.ts';

/**
 * Puts back what was decided about rules where the database was lost: switches, and the text of rules that were published
 * over HTTP. What was decided here is here already, and hearing of it again changes nothing.
 */
export const decisionsFollower: Follower = {
  name: 'rule decisions',
  kinds: [
    'rule.paused',
    'rule.resumed',
    'orchestration.stopped',
    'orchestration.resumed',
    'rule.published',
    'rule.withdrawn',
  ],
  async follow(trx, events) {
    let changed = false;
    for (const { event } of events) changed = (await take(trx, event)) || changed;
    if (changed) await notify(trx, rulesChannel, '');
  },
};

async function take(trx: Trx, event: BusEvent): Promise<boolean> {
  const time = plainTime(event.time);
  switch (event.kind) {
    case 'rule.paused': {
      const { rule, by, reason, automatic } = event.data;
      return await turn(trx, time, { rule, by, reason, automatic });
    }
    case 'orchestration.stopped': {
      const { by, reason = '' } = event.data;
      return await turn(trx, time, { rule: everything, by, reason, automatic: false });
    }
    case 'rule.resumed':
      return await turn(trx, time, { rule: event.data.rule });
    case 'orchestration.resumed':
      return await turn(trx, time, { rule: everything });
    case 'rule.published': {
      const { rule: named, source, text, by } = event.data;
      const rule = plainText(named, byMax);
      if (source !== 'api' || text === undefined || !(await isNews(trx, textSubject(rule), time))) return false;
      const row = { source: plainText(text, ruleBytesMax), publishedBy: plainText(by, byMax), publishedAt: time };
      await trx
        .insertInto('ruleTexts')
        .values({ name: rule, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
      return true;
    }
    case 'rule.withdrawn': {
      const { source } = event.data;
      const rule = plainText(event.data.rule, byMax);
      if (source !== 'api' || !(await isNews(trx, textSubject(rule), time))) return false;
      await trx.deleteFrom('ruleTexts').where('name', '=', rule).execute();
      return true;
    }
    default:
      return false;
  }
}

const byMax = 500;
const reasonMax = 2_000;

interface Turned {
  readonly rule: string;
  readonly by?: string;
  readonly reason?: string;
  readonly automatic?: boolean;
}

/** Without `by` the switch is taken back. */
async function turn(
  trx: Trx,
  since: string,
  { rule: named, by, reason = '', automatic = false }: Turned,
): Promise<boolean> {
  const rule = plainText(named, byMax);
  if (!(await isNews(trx, subjectOf(rule), since))) return false;
  await trx.deleteFrom('ruleSwitches').where('rule', '=', rule).execute();
  if (by !== undefined)
    await trx
      .insertInto('ruleSwitches')
      .values({ rule, by: plainText(by, byMax), reason: plainText(reason, reasonMax), automatic, since })
      .execute();
  return true;
}
