import type { Trx } from '@hookline/db';
import type { BusEvent } from '@hookline/schemas';
import type { Follower } from '../engine/followers.ts';
import { jsonText } from '../json-text.ts';
import { plainText, plainTime } from '../plain-text.ts';
import { questionMax } from './ask.ts';
import { newLinkKey } from './link.ts';

const idMax = 200;
const wordsMax = 512;

type Of<K extends BusEvent['kind']> = Extract<BusEvent, { kind: K }>;

/**
 * Gives a database that was lost its questions back, as the log tells of them; nothing is done again for an answer that
 * is in the log. Signed links of before do not open them.
 */
export const approvalsFollower: Follower = {
  name: 'approvals',
  kinds: ['approval.asked', 'approval.decided'],
  async follow(trx, events) {
    for (const { event } of events) {
      if (event.kind === 'approval.asked') await asked(trx, event);
      else if (event.kind === 'approval.decided') await decided(trx, event);
    }
  },
};

async function asked(trx: Trx, { data, project, session, ...event }: Of<'approval.asked'>): Promise<void> {
  const { approval, question, by, expiresAt, position, actions = [], held, cause } = data;
  if (held === undefined) return;
  await trx
    .insertInto('approvals')
    .values({
      approval: plainText(approval, idMax),
      question: plainText(question, questionMax),
      by: plainText(by, wordsMax),
      project: plainText(project, wordsMax),
      session: session === '-' ? null : plainText(session, wordsMax),
      position: position ?? null,
      lines: jsonText(actions),
      held: jsonText(held),
      firing: cause === undefined ? null : plainText(cause.firing, idMax),
      cause: cause === undefined ? null : jsonText(cause),
      askedAt: plainTime(event.recordedtime ?? event.time),
      expiresAt: plainTime(expiresAt),
      linkKey: newLinkKey(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function decided(trx: Trx, { data, ...event }: Of<'approval.decided'>): Promise<void> {
  const { approval, decision, by, via, comment } = data;
  await trx
    .updateTable('approvals')
    .set({
      state: decision,
      decidedAt: plainTime(event.recordedtime ?? event.time),
      decidedBy: plainText(by, wordsMax),
      via,
      comment: comment === undefined ? null : plainText(comment, questionMax),
    })
    .where('approval', '=', plainText(approval, idMax))
    .where('state', '=', 'waiting')
    .execute();
}
