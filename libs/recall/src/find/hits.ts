import { oneLine, statementLengthMax, tokenEstimate } from '@hookline/memory';
import type { Arranged } from './rank.ts';
import type { RecallHit } from './request.ts';
import type { Shelves } from './shelves.ts';

/** What was found, as it is told. */
export function hitOf({ candidate, score, why }: Arranged, shelves: Shelves): RecallHit {
  const { id, title, text, trust, at, session, position, shelf } = candidate;
  const { kind, scope, status } = shelves.of.get(shelf)!;
  const statement = oneLine(text, statementLengthMax);
  return {
    memory: id,
    kind,
    scope,
    title,
    statement,
    status,
    trust,
    score: Math.round(score * 100_000) / 100_000,
    why,
    tokens: tokenEstimate(`${title}: ${statement}`),
    lastSeen: at,
    position,
    ...(session !== null && { session }),
  };
}
