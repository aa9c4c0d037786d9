import { setTimeout as pause } from 'node:timers/promises';
import { HooklineError } from '@hookline/client';
import { LeaseLostError } from '../bus.ts';

const againMs = 1_000;

/** Says it until the bus has it. False when the lease was lost before: then it counts for nothing. */
export async function report(say: () => Promise<void>, isLost: () => boolean): Promise<boolean> {
  for (;;) {
    if (isLost()) return false;
    try {
      await say();
      return true;
    } catch (error) {
      if (error instanceof LeaseLostError) return false;
      if (!(error instanceof HooklineError) || !error.retryable) throw error;
      await pause(error.retryAfterMs ?? againMs);
    }
  }
}
