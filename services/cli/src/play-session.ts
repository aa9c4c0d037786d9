import type { Client } from '@hookline/client';
import type { RecordedEvent } from '@hookline/schemas';
import type { Surroundings } from './command.ts';
import type { Keys } from './keys.ts';
import { pause } from './pause.ts';
import { eventRow } from './render/event-row.ts';

/** How a session is played. */
export interface Playing {
  /** So many times as fast as it was; 0 waits for nothing. */
  readonly speed: number;
  /** No wait is longer, in seconds. */
  readonly maxGap: number;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  /** Kinds with commas between; `tool.` is all that begin so. */
  readonly only?: string | undefined;
  readonly json?: boolean | undefined;
  /** Waits for a key after each event instead of for the time. */
  readonly keys?: Keys | undefined;
}

/** Writes the events of a session as they happened, in their order and with their distances in time. */
export async function playSession(
  client: Client,
  session: string,
  { speed, maxGap, from, until, only, json, keys }: Playing,
  { output, signal }: Pick<Surroundings, 'output' | 'signal'>,
): Promise<void> {
  const range = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
  let before: number | undefined;
  for await (const recorded of client.replay(session, range)) {
    if (!wanted(recorded, only)) continue;
    const time = Date.parse(recorded.event.time);
    if (keys === undefined && speed > 0 && before !== undefined) {
      await pause(Math.min(Math.max(0, time - before) / speed, maxGap * 1000), signal);
    }
    before = time;
    if (signal.aborted) return;
    await (json ? output.jsonLine(recorded) : output.textLine(eventRow(recorded, output)));
    if (keys && (await keys.next()) === 'q') return;
  }
}

function wanted({ event }: RecordedEvent, only: string | undefined): boolean {
  if (only === undefined) return true;
  const kind = event.type.replaceAll(/^hookline\.|\.v\d+$/g, '');
  return only.split(',').some((part) => (part.endsWith('.') ? kind.startsWith(part) : kind === part));
}
