import { type Msg, type MsgHdrs, type NatsConnection, nuid } from '@nats-io/transport-node';
import type { EncodedEvent } from '../encode.ts';

/** An event with the subject it goes to. */
export interface OutgoingEvent extends EncodedEvent {
  readonly subject: string;
}

export interface Placed {
  readonly stored: boolean;
  readonly position: number | undefined;
}

/** The broker answered a publish with an error of JetStream's. */
export class PublishRefusedError extends Error {
  override readonly name = 'PublishRefusedError';
  readonly code: number;
  readonly status: number;

  constructor({ code, err_code, description }: { code: number; err_code: number; description: string }) {
    super(description);
    this.code = err_code;
    this.status = code;
  }
}

export const duplicateInBatch = 10201;
const rollupRefused = 10111;
const nothing = new Uint8Array();

/** Stores one event, or finds it stored already. */
export async function publishOne(nats: NatsConnection, event: OutgoingEvent, timeoutMs: number): Promise<Placed> {
  const answer = await nats.request(event.subject, event.body, {
    headers: headersOf(event.headers),
    timeout: timeoutMs,
  });
  const { seq, duplicate = false } = answerOf(answer);
  return { stored: !duplicate, position: seq > 0 ? seq : undefined };
}

/**
 * Stores all of the events, adjacent and in order, or none of them; resolves with the first one's position. At most
 * 1,000. `PublishRefusedError` with code `duplicateInBatch` when the log knows one of them. The client's own batches
 * (3.4.0) drop message ids and hide the broker's error, hence the raw messages of ADR-50.
 */
export async function publishBatch(
  nats: NatsConnection,
  events: readonly OutgoingEvent[],
  timeoutMs: number,
): Promise<number> {
  const batch = nuid.next();
  const last = events.length - 1;
  for (let index = 0; index < last; index++) {
    const event = events[index]!;
    const headers = headersOf(`${event.headers}Nats-Batch-Id: ${batch}\r\nNats-Batch-Sequence: ${index + 1}\r\n`);
    nats.publish(event.subject, event.body, { headers });
  }
  const event = events[last]!;
  const headers = headersOf(
    `${event.headers}Nats-Batch-Id: ${batch}\r\nNats-Batch-Sequence: ${last + 1}\r\nNats-Batch-Commit: 1\r\n`,
  );
  const { seq } = answerOf(await nats.request(event.subject, event.body, { headers, timeout: timeoutMs }));
  return seq - last;
}

/**
 * Where the log holds an event, or undefined when it does not know its id; stores nothing and costs the disk nothing.
 * The broker looks for duplicates first and then refuses the rollup, which no setting of a stream makes valid. (A wrong
 * expected message id is refused too, but on a replicated stream of nats-server 2.15.1 freezes it for good.)
 */
export async function findKnown(
  nats: NatsConnection,
  event: OutgoingEvent,
  timeoutMs: number,
): Promise<Placed | undefined> {
  const [idLine] = event.headers.split('\r\n', 1);
  const probe = { ...event, headers: `${idLine}\r\nNats-Rollup: none\r\n`, body: nothing };
  try {
    return await publishOne(nats, probe, timeoutMs);
  } catch (error) {
    if (error instanceof PublishRefusedError && error.code === rollupRefused) return undefined;
    throw error;
  }
}

interface PublishAnswer {
  readonly seq: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly code: number; readonly err_code: number; readonly description: string };
}

function answerOf(message: Msg): PublishAnswer {
  const answer = message.json<PublishAnswer>();
  if (answer.error) throw new PublishRefusedError(answer.error);
  return answer;
}

/** Header lines made once, all ASCII; the client only calls `encode`, and its own object looks every name up again. */
function headersOf(lines: string): MsgHdrs {
  return { encode: () => Buffer.from(`NATS/1.0\r\n${lines}\r\n`, 'latin1') } as unknown as MsgHdrs;
}
