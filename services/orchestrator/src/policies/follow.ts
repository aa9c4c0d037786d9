import { sql } from 'kysely';
import type { Follower } from '../engine/followers.ts';
import { plainText, plainTime } from '../plain-text.ts';

/** Counts what known policies decided, by project; each event once, also where the log is read again. */
export const policiesFollower: Follower = {
  name: 'policies',
  kinds: ['guard.decided'],
  async follow(trx, events) {
    for (const { event, position } of events) {
      if (event.kind !== 'guard.decided') continue;
      const { policy, mode, decision, failed } = event.data;
      await sql`
        insert into policy_decisions (policy, project, mode, decision, count, last_at, last_position)
        select ${plainText(policy, 100)}, ${plainText(event.project, 512)}, ${mode}, ${failed ?? decision}, 1,
          ${plainTime(event.time)}::timestamptz, ${position}::bigint
        where exists (select from policies where name = ${plainText(policy, 100)})
        on conflict (policy, project, mode, decision) do update
          set count = policy_decisions.count + 1,
              last_at = greatest(policy_decisions.last_at, excluded.last_at),
              last_position = excluded.last_position
          where policy_decisions.last_position < excluded.last_position`.execute(trx);
    }
  },
};
