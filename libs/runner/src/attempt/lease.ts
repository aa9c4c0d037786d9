import { setTimeout as pause } from 'node:timers/promises';
import { HooklineError } from '@hookline/client';
import type { Cancel, WorkBus } from '../bus.ts';
import type { TakenItem } from '../item.ts';

interface Holding {
  readonly bus: WorkBus;
  readonly item: TakenItem;
  readonly leaseMs: number;
  /** When the lease was had, by `performance.now()`. */
  readonly sinceMs: number;
  onCancel(cancel: Cancel): void;
  onLost(reason: string): void;
}

/** A good part of the lease is left when a beat fails, for others. */
const beatsPerLease = 4;
const waitMostMs = 20_000;
const retryMs = 1_000;
/** Before the lease ends we have stopped: somebody else begins then. */
const marginShare = 0.1;

/**
 * Holds a lease with heartbeats until `signal` aborts, and tells once when the holder is asked to stop, or when the lease is
 * lost: somebody else has the item, or the bus was not reached for as long as it lasts.
 */
export async function holdLease({ bus, item, leaseMs, sinceMs, onCancel, onLost }: Holding, signal: AbortSignal) {
  let untilMs = sinceMs + leaseMs * (1 - marginShare);
  let told = false;
  const waitMs = Math.min(waitMostMs, Math.floor(leaseMs / beatsPerLease));
  while (!signal.aborted) {
    const askedMs = performance.now();
    const late = AbortSignal.timeout(Math.max(1, Math.ceil(untilMs - askedMs)));
    try {
      // Once it is asked to stop, an answer would come at once.
      const how = { leaseMs, waitMs: told ? 0 : waitMs };
      const cancel = await bus.heartbeat(item, how, AbortSignal.any([signal, late]));
      untilMs = askedMs + leaseMs * (1 - marginShare);
      if (cancel !== undefined && !told) {
        told = true;
        onCancel(cancel);
      }
      if (told) await pause(waitMs, undefined, { signal }).catch(() => {});
    } catch (error) {
      if (signal.aborted) return;
      const { message } = error as Error;
      if (late.aborted || performance.now() >= untilMs) return onLost(`the bus was not reached in time: ${message}`);
      if (!(error instanceof HooklineError) || !error.retryable) return onLost(message);
      await pause(Math.min(error.retryAfterMs ?? retryMs, leaseMs / 10), undefined, { signal }).catch(() => {});
    }
  }
}
