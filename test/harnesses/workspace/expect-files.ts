import type { CloudEvent } from '@hookline/schemas';
import type { FileAt } from '@hookline/workspace';
import { expect } from 'vitest';
import type { Bus } from '../bus.ts';
import { type Checkout, lots } from './checkouts.ts';

/** An event with its place in the log and in its session. */
export interface Placed {
  readonly position: number;
  readonly event: CloudEvent;
}

/** The events of a session, in its order. */
export async function eventsOf(bus: Bus, session: string): Promise<Placed[]> {
  const path = `/v1/sessions/${encodeURIComponent(session)}/events?limit=2000`;
  return (await bus.ask<{ events: Placed[] }>(path)).events;
}

/** The files of a session when the event at a position happened. */
export async function filesAt(bus: Bus, session: string, at: number): Promise<FileAt[]> {
  const path = `/v1/sessions/${encodeURIComponent(session)}/workspace?at=${at}&by=session`;
  return (await bus.ask<{ files: FileAt[] }>(path)).files;
}

/** A call as the scripted model served it, with the checkouts before it was asked for and after it had ended. */
export interface Step {
  readonly calls: readonly string[];
  readonly before: Checkout;
  readonly after: Checkout;
}

/**
 * At 50 positions of the session every file is as the checkout had it then, or marked unknown. While calls go on, a file may
 * be as it was before them or as it is after them. Answers what is known, of what there was to know.
 */
export async function expectFilesAsTheyWere(bus: Bus, session: string, steps: readonly Step[]) {
  const events = await eventsOf(bus, session);
  const wrong: string[] = [];
  let known = 0;
  let told = 0;
  for (const index of lots(50, events.length)) {
    const { position, event } = events[index]!;
    const possible = checkoutsAt(events, index, steps);
    for (const file of await filesAt(bus, session, position)) {
      if (file.path.startsWith('/')) continue;
      told += 1;
      if (file.state === 'unknown') continue;
      known += 1;
      const is = file.state === 'absent' ? undefined : file.hash!;
      if (possible.some((checkout) => checkout.get(file.path) === is)) continue;
      wrong.push(`${file.path} at ${position} (${event.type}): ${file.state}, since ${file.since.position}`);
    }
  }
  expect(wrong).toEqual([]);
  return { known, told };
}

/** The checkouts that may have been there when an event happened: one between steps, two while a step goes on. */
function checkoutsAt(events: readonly Placed[], index: number, steps: readonly Step[]): Checkout[] {
  const callOf = ({ event }: Placed) => (event.data as { call?: string }).call;
  const heard = (from: readonly Placed[]) => new Set(from.map(callOf));
  const [past, future] = [heard(events.slice(0, index + 1)), heard(events.slice(index + 1))];
  const begun = steps.findLastIndex(({ calls }) => calls.some((call) => past.has(call)));
  if (begun < 0) return [steps[0]!.before];
  const { calls, before, after } = steps[begun]!;
  return calls.some((call) => future.has(call)) ? [before, after] : [after];
}
