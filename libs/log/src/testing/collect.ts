import type { RecordedEvent } from '@hookline/schemas';
import type { EventLog, ReadOptions } from '../event-log.ts';

/** Reads until `count` events are there (by default: up to the head), then stops. */
export async function collect(
  log: EventLog,
  after: number,
  count?: number,
  options: Partial<ReadOptions> = {},
): Promise<RecordedEvent[]> {
  const stopping = new AbortController();
  const collected: RecordedEvent[] = [];
  const { last } = await log.head();
  const isDone = (): boolean =>
    count === undefined ? (collected.at(-1)?.position ?? after) >= last : collected.length >= count;
  if (isDone()) return collected;
  for await (const batch of log.read(after, { ...options, signal: stopping.signal })) {
    collected.push(...batch);
    if (isDone()) stopping.abort();
  }
  return collected;
}
