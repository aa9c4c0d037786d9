import type { Trx } from '@hookline/db';
import type { EventOf } from '@hookline/schemas';
import { sql } from 'kysely';
import type { Follower } from '../engine/followers.ts';
import { jsonText } from '../json-text.ts';
import { plainText, plainTime } from '../plain-text.ts';

/**
 * Folds what the log says of holds into their tables. While nothing is lost it changes nothing, and locks nothing: the
 * commands were there first. With an empty database it brings back every hold and, what matters more, the fences. A hold
 * that was renewed comes back with the time it was taken for: what the log does not know, its holder has to take again.
 */
export const claimsFollower: Follower = {
  name: 'claims',
  kinds: ['claim.taken', 'claim.released'],
  async follow(trx, events) {
    for (const { event, position } of events) {
      if (event.kind === 'claim.taken') await taken(trx, event, position);
      if (event.kind === 'claim.released') await released(trx, event);
    }
  },
};

async function taken(trx: Trx, event: EventOf<'claim.taken'>, position: number): Promise<void> {
  const { kind, fence, cause } = event.data;
  const [claim, resource] = [plainText(event.data.claim, 128), plainText(event.data.resource, 1_000)];
  const [holder, project] = [plainText(event.data.holder, 200), plainText(event.project ?? '-', 512)];
  const { holderSession, purpose } = event.data;
  await trx
    .insertInto('claimPositions')
    .values({ claim, position })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const found = await trx
    .insertInto('claims')
    .values({
      ...{ claim, project, kind, resource, holder, fence },
      session: holderSession === undefined ? null : plainText(holderSession, 512),
      purpose: purpose === undefined ? null : plainText(purpose, 500),
      takenAt: plainTime(event.time),
      expiresAt: plainTime(event.data.expiresAt),
      cause: cause === undefined ? null : jsonText(cause),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('claim')
    .executeTakeFirst();
  // The commands were here first: locking the project's fence now could wait for a taker that waits for this.
  if (found === undefined) return;
  await trx
    .insertInto('claimFences')
    .values({ project, fence })
    .onConflict((conflict) =>
      conflict.column('project').doUpdateSet({ fence: sql<number>`greatest(claim_fences.fence, excluded.fence)` }),
    )
    .execute();
}

async function released(trx: Trx, { data, time }: EventOf<'claim.released'>): Promise<void> {
  await trx
    .updateTable('claims')
    .set({ state: data.reason, endedAt: plainTime(time), endedBy: plainText(data.by, 400) })
    .where('claim', '=', plainText(data.claim, 128))
    .where('state', '=', 'held')
    .execute();
}
