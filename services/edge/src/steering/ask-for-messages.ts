import { HooklineError, pause } from '@hookline/client';
import { z } from 'zod';
import type { BusLink } from '../send/bus-link.ts';
import type { LiveSessions } from './live-sessions.ts';
import { type Message, message } from './message.ts';

interface MessageSource {
  readonly bus: BusLink;
  readonly live: LiveSessions;
  known(): string[];
  /** `gone`: ids of known ones that are over, as the bus knows. Answers whether anything changed. */
  take(messages: readonly Message[], gone: readonly string[]): boolean;
  onTrouble(error: unknown): void;
}

const waitMs = 25_000;
const answerMs = 10_000;
/** Sessions come in flocks; a bus that sends what is known already is not asked without end. */
const breathMs = 500;

const answer = z.looseObject({
  messages: z.array(z.unknown()).max(1_000),
  gone: z.array(z.string()).max(1_000).default([]),
});

/**
 * Asks the bus what waits for the sessions at work here: one question at a time, which the bus holds until there is
 * something, and a new one when sessions come or go. While the bus is away it asks later and later, and does nothing else.
 */
export async function askForMessages(source: MessageSource, signal: AbortSignal): Promise<void> {
  const { bus, live } = source;
  let attempt = 0;
  while (!signal.aborted) {
    const sessions = live.list(Date.now());
    if (sessions.length === 0) {
      await live.change(signal);
      continue;
    }
    const enough = new AbortController();
    const until = AbortSignal.any([signal, enough.signal]);
    const changed = live.change(until).then(() => enough.abort());
    try {
      const body = { sessions, known: source.known(), waitMs };
      const given = await bus.use((client) =>
        client.send('POST', '/v1/steering/pending', { body, signal: until, timeoutMs: waitMs + answerMs }),
      );
      const { messages, gone } = answer.parse(await given.json());
      attempt = 0;
      const readable = messages.flatMap((one) => message.safeParse(one).data ?? []);
      if (!source.take(readable, gone)) await pause(breathMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (enough.signal.aborted) await pause(breathMs, signal);
      else {
        attempt += 1;
        // An older bus has no messages; that is no trouble of anybody's.
        if (!(error instanceof HooklineError && error.status === 404)) source.onTrouble(error);
        await pause(bus.waitMs(error, attempt), signal);
      }
    } finally {
      enough.abort();
      await changed;
    }
  }
}
