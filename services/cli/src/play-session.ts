import type { RecordedEvent } from '@hookline/schemas';
import type { Surroundings } from './command.ts';
import { pause } from './pause.ts';
import { eventRow } from './render/event-row.ts';

/** How a session is played. */
export interface Playing {
  /** So many times as fast as it was; 0 waits for nothing. */
  readonly speed: number;
  /** No wait is longer, in seconds. */
  readonly maxGap: number;
  readonly json?: boolean | undefined;
}

/** Writes events as they happened, in the order given and with their distances in time. */
export async function playSession(
  events: AsyncIterable<RecordedEvent>,
  { speed, maxGap, json }: Playing,
  { output, signal }: Pick<Surroundings, 'output' | 'signal'>,
): Promise<void> {
  let before: number | undefined;
  for await (const recorded of events) {
    const time = Date.parse(recorded.event.time);
    if (speed > 0 && before !== undefined) {
      await pause(Math.min(Math.max(0, time - before) / speed, maxGap * 1000), signal);
    }
    before = time;
    if (signal.aborted) return;
    await (json ? output.jsonLine(recorded) : output.textLine(eventRow(recorded, output)));
  }
}
