import { backoffMs, pause } from './backoff.ts';
import type { QueryValue } from './connection.ts';
import { HooklineError } from './hookline-error.ts';
import type { Ask, CallOptions } from './memory.ts';
import { TakenWork, type WorkJoining, type WorkPart } from './taken-work.ts';
import { type TakenItem, type WholeWorkItem, type WorkItem, type WorkQueue, workShapes } from './work-shapes.ts';

/** A unit of work to put up. */
export interface WorkOffer {
  readonly payload: unknown;
  /** Offered once, however often this id is. */
  readonly id?: string | undefined;
  /** Default 3. */
  readonly attempts?: number | undefined;
  /** Higher first; default 0. */
  readonly priority?: number | undefined;
  /** RFC 3339: not taken before, and not taken after. */
  readonly dueAt?: string | undefined;
  readonly expiresAt?: string | undefined;
  /** How long an attempt may run. */
  readonly timeoutMs?: number | undefined;
  readonly project?: string | undefined;
  /** Our id of the session that it is about. */
  readonly session?: string | undefined;
  readonly harness?: string | undefined;
  /** Parts that are offered in its stead; it waits for them. */
  readonly children?: readonly WorkPart[] | undefined;
  readonly join?: WorkJoining | undefined;
}

export interface TakeOptions {
  /** Who takes it, for people. */
  readonly worker: string;
  /** How long the bus waits for a sign of life before it gives the item to somebody else; default 60 s. */
  readonly leaseMs?: number;
  /** Only items for this harness, or for any. */
  readonly harness?: string | undefined;
  /** Ends taking; aborts the item in hand, too. */
  readonly signal?: AbortSignal | undefined;
}

/** Offering, taking and reporting work. */
export interface WorkCalls {
  offer(queue: string, offer: WorkOffer, options?: CallOptions): Promise<WorkItem>;
  /**
   * Items of the queues, one after the other, for as long as `signal` does not abort; waits for more when there are none.
   * Each is held, with signs of life, until it is reported on: `done`, `fail`, `split` or `cancelled`. Going on, leaving
   * the loop or throwing in it without a report fails the item.
   */
  take(queue: string | readonly string[], options: TakeOptions): AsyncGenerator<TakenWork>;
  /** One item; undefined when there is none within `waitMs` (default 0). */
  takeOne(
    queue: string | readonly string[],
    options: TakeOptions & { readonly waitMs?: number },
  ): Promise<TakenWork | undefined>;
  item(id: string, options?: CallOptions): Promise<WholeWorkItem>;
  /** Items, the newest first, a page at a time behind the scenes. */
  list(query?: Readonly<Record<string, QueryValue>>): AsyncGenerator<WorkItem>;
  queues(options?: CallOptions): Promise<WorkQueue[]>;
  /** Calls an item off, with its parts. Whoever holds it is asked to stop. */
  cancel(id: string, why?: { readonly reason?: string | undefined }, options?: CallOptions): Promise<WorkItem>;
  /** Puts up again what is dead, cancelled or expired. */
  redrive(id: string, why?: { readonly reason?: string | undefined }, options?: CallOptions): Promise<WorkItem>;
  /** Puts up again what is dead in a queue, the oldest first; at most `limit` (default 100). Resolves with how many. */
  redriveQueue(queue: string, why?: { readonly reason?: string; readonly limit?: number }): Promise<number>;
}

const defaultLeaseMs = 60_000;
const longestWaitMs = 30_000;

/** The calls, made through `ask`, which checks answers. */
export function workCalls(ask: Ask): WorkCalls {
  const queuePath = (queue: string, part = '') => `/v1/work/${encodeURIComponent(queue)}${part}`;
  const itemPath = (id: string, part = '') => `/v1/work/items/${encodeURIComponent(id)}${part}`;

  async function takeItem(
    queues: string | readonly string[],
    waitMs: number,
    { worker, leaseMs = defaultLeaseMs, harness, signal }: TakeOptions,
  ): Promise<TakenItem | undefined> {
    const [first, ...more] = [queues].flat();
    if (first === undefined) throw new Error('found no queue to take from, expected one or more');
    const body = { worker, leaseMs, waitMs, ...(harness && { harness }), ...(more.length > 0 && { queues: more }) };
    const options = { body, signal, timeoutMs: waitMs + 30_000, schema: workShapes.taken.optional() };
    return await ask('POST', queuePath(first, '/take'), options);
  }

  const calls: WorkCalls = {
    offer: (queue, body, options) => ask('POST', queuePath(queue), { ...options, body, schema: workShapes.item }),
    async *take(queues, options) {
      const { signal, leaseMs = defaultLeaseMs } = options;
      for (let failures = 0; !signal?.aborted; ) {
        let item: TakenItem | undefined;
        try {
          item = await takeItem(queues, longestWaitMs, options);
          failures = 0;
        } catch (error) {
          if (signal?.aborted) return;
          if (!(error instanceof HooklineError && error.retryable)) throw error;
          failures += 1;
          await pause(error.retryAfterMs ?? backoffMs(failures), signal);
        }
        if (item === undefined) continue;
        const taken = new TakenWork(ask, item, leaseMs, signal);
        try {
          yield taken;
        } finally {
          await giveUp(taken);
        }
      }
    },
    async takeOne(queues, { waitMs = 0, ...options }) {
      const until = Date.now() + waitMs;
      for (;;) {
        const leftMs = Math.max(0, until - Date.now());
        const item = await takeItem(queues, Math.min(leftMs, longestWaitMs), options);
        if (item) return new TakenWork(ask, item, options.leaseMs ?? defaultLeaseMs, options.signal);
        if (Date.now() >= until || options.signal?.aborted) return undefined;
      }
    },
    item: (id, options) => ask('GET', itemPath(id), { ...options, schema: workShapes.whole }),
    async *list(query = {}) {
      let cursor: string | undefined;
      do {
        const page = await ask('GET', '/v1/work', { query: { ...query, cursor }, schema: workShapes.page });
        yield* page.items;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    },
    queues: async (options) => (await ask('GET', '/v1/work/queues', { ...options, schema: workShapes.queues })).queues,
    cancel: (id, body = {}, options) =>
      ask('POST', itemPath(id, '/cancel'), { ...options, body, schema: workShapes.item }),
    redrive: (id, body = {}, options) =>
      ask('POST', itemPath(id, '/redrive'), { ...options, body, schema: workShapes.item }),
    redriveQueue: async (queue, body = {}) =>
      (await ask('POST', queuePath(queue, '/redrive'), { body, schema: workShapes.redriven })).redriven,
  };
  return calls;
}

/** What its worker left without a report failed; what it stopped because it was asked to is cancelled. */
async function giveUp(taken: TakenWork): Promise<void> {
  if (taken.isOver) return;
  const { signal } = taken;
  try {
    if (!signal.aborted) await taken.fail('its worker went on without a report');
    else if (signal.reason instanceof Error && signal.reason.name === 'WorkCancelledError') await taken.cancelled();
    else if (signal.reason instanceof Error && signal.reason.name === 'WorkLostError') taken.letGo();
    else await taken.fail('its worker was stopped');
  } catch (error) {
    // Somebody else has it by now, or the bus is away: then its lease ends it.
    if (!(error instanceof HooklineError)) throw error;
  }
}
