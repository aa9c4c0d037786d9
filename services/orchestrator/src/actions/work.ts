import { eventId } from '@hookline/schemas';
import { offer } from '../work/commands.ts';
import type { ActionKind } from './action.ts';

/** Puts a work item up on a queue. */
export const workAction: ActionKind = {
  name: 'work',
  async intend(trx, action, { firing, event, position, index }) {
    if (!('work' in action)) return;
    const { queue, prompt, payload, attempts } = action.work;
    await offer(trx, {
      item: eventId('work', firing.id, index),
      queue,
      payload: {
        ...payload,
        ...(prompt !== undefined && { prompt }),
        cause: {
          firing: firing.id,
          rule: firing.rule,
          key: firing.key,
          event: event.id,
          position,
          session: event.session,
          project: event.project,
        },
      },
      attemptsMax: attempts,
      by: `rule ${firing.rule}`,
      firing: firing.id,
    });
  },
  describe: (action) => ('work' in action ? `offer work on queue ${action.work.queue}` : ''),
};
