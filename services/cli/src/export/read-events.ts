import type { Client } from '@hookline/client';
import { readSince } from '@hookline/http';
import type { RecordedEvent } from '@hookline/schemas';
import { z } from 'zod';

const page = z.object({
  events: z.array(z.object({ position: z.number(), event: z.unknown() })),
  next: z.number().nullable(),
});
const PAGE_EVENTS = 2_000;

/** The events of a session, all of them at once, in session order. */
export async function eventsOfSession(client: Client, session: string): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of client.replay(session)) events.push(event);
  return events;
}

/**
 * What the log took since then, or all it ever took, by position, a page at a time behind the scenes. Events that a
 * catch-up brings with their old times count by when the log took them.
 */
export async function* eventsSince(client: Client, since: string | undefined): AsyncGenerator<RecordedEvent> {
  const from = since === undefined ? 0 : readSince(since).getTime();
  let after: number | null = 0;
  while (after !== null) {
    const answer: z.infer<typeof page> = await client.request('GET', '/v1/events', {
      query: { after, limit: PAGE_EVENTS },
      schema: page,
    });
    for (const each of answer.events as RecordedEvent[]) {
      if (Date.parse(each.event.recordedtime ?? each.event.time) >= from) yield each;
    }
    after = answer.next;
  }
}
