import type { Trx } from '@hookline/db';
import type { Action } from '@hookline/rules';
import type { Cause } from '@hookline/schemas';

/** What an action may know of why it is done. JSON, so that an approval can keep it. */
export interface ActionContext {
  /** The firing, as everything that comes of it carries it. */
  readonly cause: Cause;
  /** Ids of the matched events, the trigger last; empty for a schedule. */
  readonly events: readonly string[];
  /** The trigger: where it is in the log, when it happened (RFC 3339), what it was and where. */
  readonly position: number;
  readonly time: string;
  readonly kind: string;
  readonly session: string;
  readonly project: string;
  /** Which action of the firing this is, from 0; an approval's own actions go on behind the last one. */
  readonly index: number;
}

/**
 * One kind of action. `intend` writes down, in the transaction of the firing, what has to be done: so it is intended
 * exactly once. What then leaves this process is done by whoever works those rows off, at least once, under one id.
 */
export interface ActionKind {
  /** The key that names it in a rule's `then`. */
  readonly name: string;
  intend(trx: Trx, action: Action, context: ActionContext): Promise<void>;
  /** What it would do, in one line, for a dry run. */
  describe(action: Action): string;
}
