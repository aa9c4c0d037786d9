import { type Client, HooklineError, type RequestOptions } from '@hookline/client';
import { type SessionChanges, sessionChanges } from './carry/changes.ts';
import { type TakenItem, takenItem } from './item.ts';
import type { HandOffText } from './prompt.ts';

/** What a runner says and asks of the bus, over HTTP with a token that may `work`. */
export interface WorkBus {
  /** Waits for an item up to `waitMs`; undefined when there was none. */
  take(queue: string, how: TakeHow, signal: AbortSignal): Promise<TakenItem | undefined>;
  /** Holds the item for another `leaseMs`; answers within `waitMs`, or as soon as it is asked to stop, with why. */
  heartbeat(item: TakenItem, how: Beat, signal: AbortSignal): Promise<Cancel | undefined>;
  started(item: TakenItem, what: Started): Promise<void>;
  done(item: TakenItem, what: Report & { readonly result: unknown }): Promise<void>;
  /** `final`: another attempt would fail alike. */
  fail(item: TakenItem, what: Report & { readonly error: string; readonly final?: boolean }): Promise<void>;
  /** Says that what was asked to stop has stopped. */
  cancelled(item: TakenItem): Promise<void>;
  /** Who holds an item now, by its fence; undefined when nobody does. */
  fenceOf(item: string): Promise<number | undefined>;
  /** Undefined where there is no such session. */
  handOff(session: string, position: number | undefined, project: string | undefined): Promise<HandOffText | undefined>;
  /** What a session had changed by a position of the log. Undefined where there is no such session. */
  changesOf(session: string, position: number): Promise<SessionChanges | undefined>;
  /** What a path of it held then. Undefined where that cannot be had. */
  contentOf(session: string, position: number, path: string): Promise<string | undefined>;
}

interface TakeHow {
  readonly worker: string;
  readonly waitMs: number;
  readonly leaseMs: number;
  readonly harness?: string | undefined;
}

interface Beat {
  readonly leaseMs: number;
  readonly waitMs: number;
}

export interface Cancel {
  readonly by: string;
  readonly reason: string;
}

interface Started {
  readonly harness: string;
  readonly session?: string | undefined;
  readonly folder: string;
  readonly host: string;
}

interface Report {
  /** Our id of the session that did it, where it is known. */
  readonly doneIn?: string | undefined;
  readonly costUsd?: number | undefined;
}

/** The lease is gone: somebody else may have the item, and what we did with it counts for nothing. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

const lostStatuses = new Set([404, 409, 410]);

export function workBus(client: Client): WorkBus {
  const report = async (item: TakenItem, verb: string, body: object, more: RequestOptions = {}): Promise<unknown> => {
    try {
      const path = `/v1/work/items/${encodeURIComponent(item.id)}/${verb}`;
      return await client.request('POST', path, { ...more, body: { fence: item.fence, ...body } });
    } catch (error) {
      if (!(error instanceof HooklineError) || !lostStatuses.has(error.status)) throw error;
      throw new LeaseLostError(`item ${item.id} is not held any more: ${error.message}`, { cause: error });
    }
  };
  return {
    async take(queue, { waitMs, ...how }, signal) {
      const answer = await client.request('POST', `/v1/work/${encodeURIComponent(queue)}/take`, {
        body: { ...how, waitMs },
        timeoutMs: waitMs + 30_000,
        signal,
      });
      return answer === undefined ? undefined : takenItem.parse(answer);
    },
    async heartbeat(item, how, signal) {
      const timeoutMs = how.waitMs + 15_000;
      const answer = (await report(item, 'heartbeat', how, { timeoutMs, signal })) as
        | { cancel?: Cancel | null }
        | undefined;
      return answer?.cancel ?? undefined;
    },
    started: async (item, what) => void (await report(item, 'started', what)),
    done: async (item, what) => void (await report(item, 'done', what)),
    fail: async (item, what) => void (await report(item, 'fail', what)),
    cancelled: async (item) => void (await report(item, 'cancelled', {})),
    async fenceOf(item) {
      const answer = await client.request('GET', `/v1/work/items/${encodeURIComponent(item)}`);
      const { state, fence } = takenItem.parse(answer) as TakenItem & { readonly state?: unknown };
      return state === 'claimed' ? fence : undefined;
    },
    async handOff(session, position, project) {
      const path = `/v1/sessions/${encodeURIComponent(session)}/handoff`;
      const answer = await client.send('GET', path, {
        query: { at: position, format: 'markdown', project },
        accept: [404],
      });
      return answer.status === 404 ? undefined : { session, position, markdown: await answer.text() };
    },
    async changesOf(session, at) {
      const path = `/v1/sessions/${encodeURIComponent(session)}/workspace/changes`;
      const answer = await client.send('GET', path, { query: { at }, accept: [404] });
      return answer.status === 404 ? undefined : sessionChanges.parse(await answer.json());
    },
    async contentOf(session, at, path) {
      const answer = await client.send('GET', `/v1/sessions/${encodeURIComponent(session)}/workspace/content`, {
        query: { at, path },
        accept: [404, 409],
      });
      return answer.status === 200 ? await answer.text() : undefined;
    },
  };
}
