import type { Trx } from '@hookline/db';
import { faultOfSubject, signalBytesMax } from '@hookline/log';
import { type Cause, eventId } from '@hookline/schemas';
import { busEvent } from '../bus-event.ts';
import { post } from '../outbox.ts';

export interface Publishing {
  /** Published once, however often this id is. */
  readonly id: string;
  readonly subject: string;
  readonly payload: unknown;
  readonly cause: Cause;
  readonly project: string;
  readonly session: string;
}

/**
 * Publishes a message on a subject of the broker, with the transaction. Throws for a subject that is none of ours to
 * publish on, and for a payload that would not fit: whatever is in the outbox can be sent.
 */
export async function publish(trx: Trx, { id, subject, payload, cause, project, session }: Publishing): Promise<void> {
  const fault = faultOfSubject(subject);
  if (fault !== undefined) throw new Error(fault);
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > signalBytesMax) {
    throw new Error(`the message on ${subject} takes ${bytes} bytes, at most ${signalBytesMax} may be published`);
  }
  const event = busEvent<'subject.published'>({
    kind: 'subject.published',
    id: eventId('subject.published', id),
    subject: id,
    project,
    session,
    causationid: cause.firing,
    data: { subject, message: id, cause },
  });
  await post(trx, event, { subject, msgId: id, payload });
}
