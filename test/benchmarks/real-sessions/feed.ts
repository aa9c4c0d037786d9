import type { Client } from '@hookline/client';
import type { CloudEvent } from '@hookline/schemas';

const eventsAtOnceMax = 500;
const bytesAtOnceMax = 8 * 2 ** 20;

/** What became of events that were sent. */
export interface Fed {
  readonly stored: number;
  /** Ids that the log had already. */
  readonly known: number;
  readonly refused: readonly { id: string; status: string; message: string | undefined }[];
  readonly last: number;
}

/** Sends events to the gateway in order, as large requests as it takes. */
export async function feed(client: Client, events: readonly CloudEvent[]): Promise<Fed> {
  const fed = { stored: 0, known: 0, refused: [] as Fed['refused'][number][], last: 0 };
  for (const request of requestsOf(events)) {
    for (const { id, status, position, error } of await client.publish(request)) {
      if (status === 'stored') fed.stored += 1;
      else if (status === 'known') fed.known += 1;
      else fed.refused.push({ id, status, message: error?.message });
      fed.last = Math.max(fed.last, position ?? 0);
    }
  }
  return fed;
}

function* requestsOf(events: readonly CloudEvent[]): Generator<string[]> {
  let lines: string[] = [];
  let bytes = 0;
  for (const event of events) {
    const line = JSON.stringify(event);
    if (lines.length === eventsAtOnceMax || (lines.length > 0 && bytes + line.length > bytesAtOnceMax)) {
      yield lines;
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += line.length;
  }
  if (lines.length > 0) yield lines;
}
