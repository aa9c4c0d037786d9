const words: Readonly<Record<string, string>> = {
  offered: 'offered',
  claimed: 'in work',
  waiting: 'waits',
  completed: 'completed',
  dead: 'dead',
  cancelled: 'cancelled',
  expired: 'expired',
  delivered: 'delivered',
  refused: 'refused',
  due: 'on its way',
  approved: 'approved',
  rejected: 'rejected',
  held: 'held',
  released: 'released',
  revoked: 'revoked',
  running: 'running',
  ended: 'ended',
  done: 'done',
};

/** What became of an action of a firing, in words. */
export function actionStateText(state: string): string {
  return words[state] ?? state;
}

const bad: ReadonlySet<string> = new Set(['dead', 'refused', 'rejected', 'failed', 'revoked']);

/** It came to no good end. */
export function isBadState(state: string): boolean {
  return bad.has(state);
}

/** How a state is coloured: any other is still open, or simply is. */
export function toneOfState(state: string): 'good' | 'bad' | 'warn' | 'busy' | 'calm' {
  if (isBadState(state)) return 'bad';
  if (['completed', 'delivered', 'approved', 'done'].includes(state)) return 'good';
  if (['claimed', 'running'].includes(state)) return 'busy';
  return state === 'expired' ? 'warn' : 'calm';
}
