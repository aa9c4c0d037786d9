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

/** The steps of a session, from what the model answered and the checkouts when it was asked. */
export function stepsOf(
  served: readonly { readonly tools: readonly { readonly id: string }[] }[],
  checkouts: readonly Checkout[],
): Step[] {
  expect(checkouts).toHaveLength(served.length);
  return served.slice(0, -1).map(({ tools }, index) => ({
    calls: tools.map(({ id }) => id),
    before: checkouts[index]!,
    after: checkouts[index + 1]!,
  }));
}

/** `FILES_SEED` plays the positions of another run again. */
const seed = Number(process.env.FILES_SEED ?? Date.now() % 1_000_000);

/**
 * At 50 positions of the session every file is as the checkout had it then, or marked unknown. While calls go on, a file may
 * be as it was before them or as it is after them. Answers how many are known, and how many
 * of them there were to know: a file that is gone, and of which nobody heard since, does not count.
 */
export async function expectFilesAsTheyWere(bus: Bus, session: string, steps: readonly Step[]) {
  const events = await eventsOf(bus, session);
  const wrong: string[] = [];
  let known = 0;
  let told = 0;
  process.stdout.write(`FILES_SEED=${seed}: 50 of ${events.length} positions of ${session}\n`);
  for (const index of lots(50, events.length, seed)) {
    const { position, event } = events[index]!;
    const possible = checkoutsAt(events, index, steps);
    for (const file of await filesAt(bus, session, position)) {
      if (file.path.startsWith('/')) continue;
      if (file.state === 'unknown') {
        if (possible.some((checkout) => checkout.has(file.path))) told += 1;
        continue;
      }
      told += 1;
      known += 1;
      const is = file.state === 'absent' ? undefined : file.hash!;
      if (possible.some((checkout) => checkout.get(file.path) === is)) continue;
      wrong.push(`${file.path} at ${position} (${event.type}): ${file.state}, since ${file.since.position}`);
    }
  }
  expect(wrong, `FILES_SEED=${seed}`).toEqual([]);
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
