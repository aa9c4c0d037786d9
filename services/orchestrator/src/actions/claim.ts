import { eventId } from '@hookline/schemas';
import { take } from '../claims/commands.ts';
import type { ActionKind } from './action.ts';

/** Takes an exclusive hold; that somebody else has it is an answer too. */
export const claimAction: ActionKind = {
  name: 'claim',
  async intend(trx, action, { cause, project, index }) {
    if (!('claim' in action)) return;
    const { kind, resource, holder, session, expiresMs, purpose } = action.claim;
    await take(trx, {
      id: eventId('claim', cause.firing, index),
      project,
      kind,
      resource,
      holder,
      session,
      expiresInMs: expiresMs,
      purpose,
      by: `rule ${cause.rule}`,
      cause,
    });
  },
  describe(action) {
    if (!('claim' in action)) return '';
    const { kind, resource, holder } = action.claim;
    return `claim the ${kind} ${resource} for ${holder}`;
  },
};
