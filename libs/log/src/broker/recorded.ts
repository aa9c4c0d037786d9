import type { RecordedEvent } from '@hookline/schemas';
import type { MsgHdrs } from '@nats-io/transport-node';
import { decodeEvent } from '../encode.ts';

/** A stored message as an event. `timeMs` is when the broker took it: the recorded time where none was given. */
export function recordedEvent(
  { headers, data }: { readonly headers?: MsgHdrs | undefined; readonly data: Uint8Array },
  position: number,
  timeMs: number,
): RecordedEvent {
  const event = decodeEvent(pairsOf(headers), data);
  return { position, event: { ...event, recordedtime: event.recordedtime ?? new Date(timeMs).toISOString() } };
}

function* pairsOf(headers: MsgHdrs | undefined): Generator<readonly [string, string]> {
  if (!headers) return;
  for (const [name, values] of headers) yield [name, values[0] ?? ''];
}
