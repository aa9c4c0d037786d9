import { type Client, HooklineError, type PublishResult } from '@hookline/client';

/** An event ready to go: its id, and itself as JSON. */
export interface OutgoingEvent {
  readonly id: string;
  readonly json: string;
}

/** What became of an event. `refused` says why it will never be stored; absent when the log has it. */
export interface Sent {
  readonly status: PublishResult['status'];
  readonly refused?: string;
}

/** The bus is of an older version than this edge: its events are kept until the bus was upgraded. */
class BusTooOldError extends Error {
  override name = 'BusTooOldError';
}

/** Answers that say something of the connection or the token, not of the events. */
const ofConnection = [401, 403, 404, 405, 421];

/**
 * Sends events until each was acknowledged or refused for good. What is too large at once goes in halves. Throws when
 * nothing can be said of them now (not reached, not allowed, too fast): sending them again later is safe.
 */
export async function sendEvents(
  client: Client,
  events: readonly OutgoingEvent[],
  options: { redactedBy: string; signal?: AbortSignal },
): Promise<Sent[]> {
  let results: PublishResult[];
  try {
    results = await client.publish(
      events.map(({ json }) => json),
      options,
    );
  } catch (error) {
    if (!(error instanceof HooklineError) || error.retryable || ofConnection.includes(error.status)) throw error;
    if (events.length === 1)
      return [{ status: error.status === 413 ? 'too-large' : 'invalid', refused: error.message }];
    const middle = Math.ceil(events.length / 2);
    return [
      ...(await sendEvents(client, events.slice(0, middle), options)),
      ...(await sendEvents(client, events.slice(middle), options)),
    ];
  }
  return results.map(({ status, error }) => {
    if (status === 'unknown-version') throw new BusTooOldError(error?.message ?? 'the bus is older than this edge');
    if (status === 'stored' || status === 'known') return { status };
    return { status, refused: [error?.message ?? 'no reason given', ...(error?.issues ?? [])].join('; ') };
  });
}
