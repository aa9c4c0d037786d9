import { jsonText, storable } from '../json-text.ts';
import type { Follower } from './followers.ts';

/**
 * Firings that the log tells of are firings: an empty database that reads it again has them back, and acts on none of
 * them a second time.
 */
export const firedBefore: Follower = {
  name: 'firings',
  kinds: ['rule.fired'],
  async follow(trx, events) {
    const rows = events.flatMap(({ event, position }) => {
      if (event.kind !== 'rule.fired') return [];
      const { rule, version, key, positions, depth = 1, chain = [rule], actions = [] } = event.data;
      const matches = event.data.events.map((id, step) => ({
        id,
        position: positions[step] ?? position,
        kind: '',
        time: event.time,
        session: event.session,
        step,
      }));
      return [
        {
          firing: event.id,
          rule,
          version,
          key: storable(key),
          position: positions.at(-1) ?? position,
          project: storable(event.project),
          session: storable(event.session),
          clockMs: Date.parse(event.recordedtime ?? event.time),
          matches: jsonText(matches),
          cause: jsonText({ firing: event.id, rule, version, key, depth, chain }),
          actions: jsonText(actions),
        },
      ];
    });
    if (rows.length === 0) return;
    await trx
      .insertInto('firings')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },
};
