import { setTimeout as pause } from 'node:timers/promises';
import { HooklineError } from '@hookline/client';
import { type AttemptEnd, type AttemptParts, runAttempt } from './attempt/attempt.ts';
import type { AttemptRecord } from './attempt/folder.ts';
import { checkLevels } from './attempt/plan.ts';
import type { TakenItem } from './item.ts';
import { cleanLeftovers } from './leftovers.ts';
import { lockRunner } from './runner-folder.ts';

export interface RunnerParts extends AttemptParts {
  readonly queue: string;
  /** Who takes the items, and whose folder it is. */
  readonly name: string;
  /** Items done at a time. */
  readonly max: number;
  /** Takes one item, waiting so long for it, and ends with it. */
  readonly once?: { readonly waitMs: number } | undefined;
  readonly tell: RunnerTeller;
}

/** Told of what happens, as it happens. */
export interface RunnerTeller {
  ready?(): void;
  leftover?(record: AttemptRecord): void;
  taken?(item: TakenItem): void;
  ended?(end: AttemptEnd): void;
  trouble?(message: string): void;
}

const waitMs = 20_000;
const againMs = 1_000;
const againMostMs = 30_000;

/**
 * Takes items of one queue and does each in a harness, until the signal aborts; what runs then is ended, and its items are
 * given back. Ends first what an earlier run of the same name left behind. Resolves with the end of the one item of `once`.
 */
export async function runRunner(parts: RunnerParts): Promise<AttemptEnd | undefined> {
  const { folder, name, tell, terms, home, env, bus, keep } = parts;
  checkLevels(terms.harnesses, terms.allow);
  const lock = lockRunner(folder, name);
  try {
    for (const record of await cleanLeftovers(folder, { home, env, bus, keep })) tell.leftover?.(record);
    tell.ready?.();
    return await new Slots(parts).run();
  } finally {
    lock.release();
  }
}

class Slots {
  readonly #parts: RunnerParts;
  /** By item: one is never done twice at a time, whatever becomes of its lease. */
  readonly #running = new Map<string, Promise<void>>();
  #last: AttemptEnd | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  async run(): Promise<AttemptEnd | undefined> {
    const { max, once, signal } = this.#parts;
    if (once !== undefined) {
      const taken = await this.#take(once.waitMs);
      if (taken !== undefined) await this.#begin(taken);
      return this.#last;
    }
    for (let failures = 0; !signal.aborted; ) {
      if (this.#running.size >= max) {
        await Promise.race(this.#running.values());
        continue;
      }
      try {
        const taken = await this.#take(waitMs);
        failures = 0;
        if (taken !== undefined) void this.#begin(taken);
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof HooklineError && !error.retryable) {
          await Promise.all(this.#running.values());
          throw error;
        }
        failures += 1;
        this.#parts.tell.trouble?.((error as Error).message);
        await pause(Math.min(againMs * 2 ** (failures - 1), againMostMs), undefined, { signal }).catch(() => {});
      }
    }
    await Promise.all(this.#running.values());
    return undefined;
  }

  async #take(mostMs: number): Promise<{ item: TakenItem; atMs: number } | undefined> {
    const { bus, queue, name: worker, leaseMs, terms, signal } = this.#parts;
    const [first, ...others] = terms.harnesses;
    // One that starts several can do what asks for any of them, or for none; what asks for another it gives back.
    const harness = others.length === 0 ? first?.name : undefined;
    const until = performance.now() + mostMs;
    for (;;) {
      const atMs = performance.now();
      const left = Math.max(0, Math.min(waitMs, Math.floor(until - atMs)));
      const item = await bus.take(queue, { worker, waitMs: left, leaseMs, harness }, signal);
      if (item !== undefined) return { item, atMs: Math.max(atMs, performance.now() - takenMs) };
      if (performance.now() >= until || signal.aborted) return undefined;
    }
  }

  #begin({ item, atMs }: { item: TakenItem; atMs: number }): Promise<void> {
    const { tell } = this.#parts;
    const before = this.#running.get(item.id);
    const doing = (async () => {
      // A copy whose lease was lost may still be ending.
      await before;
      tell.taken?.(item);
      const end = await runAttempt(this.#parts, item, atMs);
      this.#last = end;
      tell.ended?.(end);
    })()
      .catch((error: Error) => tell.trouble?.(`item ${item.id}: ${error.message}`))
      .finally(() => {
        if (this.#running.get(item.id) === doing) this.#running.delete(item.id);
      });
    this.#running.set(item.id, doing);
    return doing;
  }
}

/** An answer to a long wait is at most so old when it is here. */
const takenMs = 5_000;
