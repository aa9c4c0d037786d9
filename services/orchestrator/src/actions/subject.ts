import { eventId } from '@hookline/schemas';
import { publish } from '../subjects/publish.ts';
import type { ActionKind } from './action.ts';

/** Publishes a message on a subject of the broker. */
export const subjectAction: ActionKind = {
  name: 'subject',
  async intend(trx, action, { cause, events, position, time, kind, session, project, index }) {
    if (!('subject' in action)) return;
    const { subject, payload } = action.subject;
    const { firing, rule, version, key } = cause;
    await publish(trx, {
      id: eventId('subject', firing, index),
      subject,
      payload: { firing, rule, version, key, events, position, time, kind, session, project, ...payload },
      cause,
      project,
      session,
    });
  },
  describe: (action) => ('subject' in action ? `publish a message on ${action.subject.subject}` : ''),
};
