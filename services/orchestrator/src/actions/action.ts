import type { Trx } from '@hookline/db';
import type { Action, Firing } from '@hookline/rules';
import type { BusEvent } from '@hookline/schemas';

/** What an action may know of why it is done. */
interface Cause {
  readonly firing: Firing;
  readonly event: BusEvent;
  readonly position: number;
  /** Which action of the firing this is, from 0. */
  readonly index: number;
}

/**
 * One kind of action. `intend` writes down, in the transaction of the firing, what has to be done: so it is intended
 * exactly once. What then leaves this process is done by whoever works those rows off, at least once, under one id.
 */
export interface ActionKind {
  /** The key that names it in a rule's `then`. */
  readonly name: string;
  intend(trx: Trx, action: Action, cause: Cause): Promise<void>;
  /** What it would do, in one line, for a dry run. */
  describe(action: Action): string;
}
