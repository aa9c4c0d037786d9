import { notify } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import type { ActionKind } from './action.ts';

/** Rings when a webhook became due. */
export const webhookChannel = 'hookline_webhook';

/** Owes a signed webhook to an address. */
export const webhookAction: ActionKind = {
  name: 'webhook',
  async intend(trx, action, { firing, event, position, index }) {
    if (!('webhook' in action)) return;
    const { url, secret, payload } = action.webhook;
    const { id, rule, version, key, events } = firing;
    const data = {
      firing: id,
      rule,
      version,
      key,
      events,
      position,
      kind: event.kind,
      session: event.session,
      project: event.project,
      ...payload,
    };
    await trx
      .insertInto('webhookDeliveries')
      .values({
        delivery: `msg_${eventId('webhook', firing.id, index)}`,
        firing: firing.id,
        url,
        secretName: secret,
        body: JSON.stringify({ type: 'hookline.rule.fired', timestamp: event.time, data }),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await notify(trx, webhookChannel, '');
  },
  describe: (action) => ('webhook' in action ? `send a signed webhook to ${action.webhook.url}` : ''),
};
