import type { NatsConnection } from '@nats-io/transport-node';
import { publishOne } from './broker/publish.ts';

/** The first word of every subject that signals are published on: the stream `SIGNALS` holds what is below it. */
export const signalPrefix = 'agents';

/** A message for whoever listens on the broker, now or within a week. */
export interface Signal {
  /** Words with dots between, the first one `agents`. */
  readonly subject: string;
  /** Publishing the same twice within a day is publishing it once. */
  readonly msgId: string;
  /** Becomes JSON of at most 60 KiB. */
  readonly payload: unknown;
}

export const signalBytesMax = 60 * 1024;

const wordsMax = 16;
const requestTimeoutMs = 5_000;

/** Why a subject is none that a signal may be published on, in a sentence; undefined for one that is. */
export function faultOfSubject(subject: string): string | undefined {
  const words = subject.split('.');
  const expected = `expected 2 to ${wordsMax} words of A-Z, a-z, 0-9, _ and - with dots between, the first one ${signalPrefix}`;
  const isGood =
    words.length >= 2 &&
    words.length <= wordsMax &&
    words[0] === signalPrefix &&
    words.every((word) => /^[A-Za-z0-9_-]{1,100}$/.test(word));
  return isGood ? undefined : `found the subject ${JSON.stringify(subject.slice(0, 300))}, ${expected}`;
}

/** Resolves once the signal is durable; whoever listens has it by then, or soon. Throws for a subject that is none. */
export async function publishSignal(nats: NatsConnection, { subject, msgId, payload }: Signal): Promise<void> {
  const fault = faultOfSubject(subject);
  if (fault !== undefined) throw new Error(fault);
  await publishOne(
    nats,
    {
      id: msgId,
      subject,
      headers: `Nats-Msg-Id: ${encodeURIComponent(msgId)}\r\ncontent-type: application/json\r\n`,
      body: new TextEncoder().encode(JSON.stringify(payload)),
    },
    requestTimeoutMs,
  );
}
