import type { Memory } from '../../../api/memory.ts';
import type { Decision } from '../../../api/memory-decisions.ts';

type Before = Pick<Memory, 'status' | 'reason' | 'statement' | 'edited' | 'pinned' | 'scope' | 'supersededBy'>;

/**
 * The decisions that bring a memory back to where it was before one; undefined where none can: what a deriver said of
 * a memory does not come back by words of a person.
 */
export function undoOf(decision: Decision, before: Before): readonly Decision[] | undefined {
  switch (decision.action) {
    case 'approve':
    case 'reject':
    case 'retire':
    case 'restore':
    case 'merge':
      return verdictOf(before);
    case 'pin':
      return before.pinned ? [] : [{ action: 'unpin' }, ...verdictOf(before)];
    case 'unpin':
      return before.pinned ? [{ action: 'pin' }] : [];
    case 'move':
      return [{ action: 'move', scope: before.scope }];
    case 'edit':
      return before.edited ? [{ action: 'edit', statement: before.statement }] : undefined;
  }
}

/** What people had said of it: restoring takes back every word, so theirs is said again. */
function verdictOf({ status, reason, supersededBy }: Before): readonly Decision[] {
  if (supersededBy !== undefined && reason === 'superseded') return [{ action: 'merge', into: supersededBy }];
  const restore = { action: 'restore' } as const;
  if (reason !== 'curated') return [restore];
  return [restore, { action: status === 'active' ? 'approve' : 'retire' }];
}
