import { eventId } from '@hookline/schemas';
import { hostOf, owe } from '../webhooks/owe.ts';
import type { ActionKind } from './action.ts';

/** Owes a signed webhook to an address. */
export const webhookAction: ActionKind = {
  name: 'webhook',
  async intend(trx, action, { cause, events, position, time, kind, session, project, index }) {
    if (!('webhook' in action)) return;
    const { url, secret, payload } = action.webhook;
    const { firing, rule, version, key } = cause;
    const data = { firing, rule, version, key, events, position, kind, session, project, ...payload };
    await owe(trx, {
      delivery: `msg_${eventId('webhook', firing, index)}`,
      firing,
      url,
      secret,
      project,
      session,
      cause,
      body: {
        type: 'hookline.rule.fired',
        timestamp: time,
        data,
        // What chat programs show of a webhook.
        ...(typeof payload?.text === 'string' && { text: payload.text }),
      },
    });
  },
  describe: (action) => ('webhook' in action ? `send a signed webhook to ${hostOf(action.webhook.url)}` : ''),
};
