/** One thing that was said of an item, as its history has it. */
export interface HistoryEntry {
  readonly kind: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One claim of an item: who, from when to when, and what came of it. */
export interface Attempt {
  readonly attempt: number;
  readonly worker: string;
  readonly fence: number;
  readonly claimedAt: string;
  readonly endedAt?: string;
  readonly outcome: 'running' | 'done' | 'failed' | 'lost' | 'split' | 'cancelled';
  readonly error?: string;
  /** The session that worked on it. */
  readonly session?: string;
  readonly costUsd?: number;
}

/** The claims of an item, the first one first, from all that was said of it, in its order. */
export function attemptsOf(history: readonly HistoryEntry[]): Attempt[] {
  const attempts: Attempt[] = [];
  for (const { kind, at, data } of history) {
    if (kind === 'work.claimed') {
      const { attempt, worker, fence } = data as unknown as Attempt;
      attempts.push({ attempt, worker, fence, claimedAt: at, outcome: 'running' });
      continue;
    }
    const last = attempts.at(-1);
    if (last === undefined || last.outcome !== 'running') continue;
    attempts[attempts.length - 1] = { ...last, ...after(kind, at, data) };
  }
  return attempts;
}

/** What the kinds below say between them. */
interface Said {
  readonly error?: string;
  readonly reason?: string;
  readonly doneIn?: string;
  readonly session?: string;
  readonly costUsd?: number;
}

function after(kind: string, endedAt: string, data: HistoryEntry['data']): Partial<Attempt> {
  const { error = '', reason = '', doneIn, session, costUsd } = data as Said;
  const spent = {
    ...(doneIn !== undefined && { session: doneIn }),
    ...(costUsd !== undefined && { costUsd }),
  };
  switch (kind) {
    case 'work.started':
      return session === undefined ? {} : { session };
    case 'work.completed':
      return { outcome: 'done', endedAt, ...spent };
    case 'work.failed':
      return { outcome: 'failed', endedAt, error, ...spent };
    case 'work.retried':
      return { outcome: 'lost', endedAt, error: reason };
    case 'work.dead':
      return { outcome: 'lost', endedAt, error };
    case 'work.split':
      return { outcome: 'split', endedAt };
    case 'work.cancelled':
      return { outcome: 'cancelled', endedAt, error: reason };
    default:
      return {};
  }
}
