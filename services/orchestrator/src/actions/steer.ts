import { eventId } from '@hookline/schemas';
import { send } from '../steering/commands.ts';
import type { ActionKind } from './action.ts';

/** Leaves a message for a running session. One that cannot be left is a message too: refused, with its reason. */
export const steerAction: ActionKind = {
  name: 'steer',
  async intend(trx, action, { cause, project, index }) {
    if (!('steer' in action)) return;
    const { session, text, expiresMs, at } = action.steer;
    await send(trx, {
      id: eventId('steer', cause.firing, index),
      session,
      text,
      by: `rule ${cause.rule}`,
      expiresInMs: expiresMs,
      at,
      project,
      firing: cause.firing,
      cause,
    });
  },
  describe(action) {
    if (!('steer' in action)) return '';
    const { session, text } = action.steer;
    return `tell the session ${session || '(none)'}: ${text.length > 200 ? `${text.slice(0, 199)}…` : text}`;
  },
};
