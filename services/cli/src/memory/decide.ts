import { z } from 'zod';
import type { Connection } from '../connection.ts';
import { pause } from '../pause.ts';
import { written } from './model.ts';

const progress = z.looseObject({ position: z.number(), memories: z.number() });
const waitAtMostMs = 5_000;
const askEveryMs = 100;

/** Sends what a person decided, and says who is at the keys. Resolves with its place in the log. */
export async function send(
  { client }: Connection,
  method: 'POST' | 'PUT',
  path: string,
  body: object,
  person: string,
): Promise<z.infer<typeof written>> {
  const headers = { 'x-hookline-person': encodeURIComponent(person) };
  return await client.request(method, path, { body, headers, schema: written });
}

/** Waits, for a few seconds at most, until memories follow from the log up to a position. False where they are still behind. */
export async function inEffect({ client }: Connection, position: number, signal: AbortSignal): Promise<boolean> {
  const until = Date.now() + waitAtMostMs;
  do {
    const now = await client.request('GET', '/v1/memory/progress', { schema: progress });
    if (now.position >= position && now.memories === 0) return true;
    await pause(askEveryMs, signal);
  } while (Date.now() < until && !signal.aborted);
  return false;
}

export const pathOf = (id: string, rest = '') => `/v1/memory/${encodeURIComponent(id)}${rest}`;
