import type { DecisionMade, Evidence } from '../../../api/memory.ts';
import { actions } from '../decide/actions.ts';

/** A position of the log at which a memory became what it was from then on. */
export interface Stop {
  readonly position: number;
  /** Null where the event is no longer kept. */
  readonly time: string | null;
  readonly what: string;
  readonly by: 'evidence' | 'decision';
}

/** Everywhere a memory changed, in order of the log. */
export function stopsOf(evidence: readonly Evidence[], decisions: readonly DecisionMade[]): Stop[] {
  const seen = evidence.map(({ position, time, summary }) => ({
    position,
    time,
    what: summary,
    by: 'evidence' as const,
  }));
  const decided = decisions.map((one) => ({
    position: one.position,
    time: one.time,
    what: decisionText(one),
    by: 'decision' as const,
  }));
  const byPosition = new Map([...seen, ...decided].map((stop) => [stop.position, stop]));
  return [...byPosition.values()].sort((a, b) => a.position - b.position);
}

/** What somebody decided, as one says it. */
export function decisionText({ type, by = 'somebody', action, verdict }: DecisionMade): string {
  if (type === 'judged') return `${by} said it was ${verdict}`;
  if (type === 'published') return `${by} published it as a skill`;
  if (type === 'revoked') return `${by} revoked a source of it`;
  const done = actions[action as keyof typeof actions]?.done ?? action ?? 'Decided';
  return `${done} by ${by}`;
}
