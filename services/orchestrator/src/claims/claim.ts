import type { Tables } from '@hookline/db';
import type { Selectable } from 'kysely';

/** A hold as its row says it. */
export type ClaimRow = Selectable<Tables['claims']>;

/** A hold as it is shown to people and agents. Times are RFC 3339. */
export interface Claim {
  readonly id: string;
  readonly project: string;
  readonly kind: ClaimRow['kind'];
  readonly resource: string;
  readonly holder: string;
  readonly session: string | null;
  /** Proves who holds it: it grows with every taking in the project, and what comes with an older one is refused. */
  readonly fence: number;
  readonly purpose: string | null;
  readonly state: ClaimRow['state'];
  readonly takenAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  /** The firing that took it, where a rule did. */
  readonly firing: string | null;
}

export function shown(row: ClaimRow): Claim {
  const { claim, project, kind, resource, holder, session, fence, purpose, state } = row;
  const { takenAt, expiresAt, endedAt, endedBy, cause } = row;
  return {
    ...{ id: claim, project, kind, resource, holder, session, fence, purpose, state },
    ...{ takenAt, expiresAt, endedAt, endedBy, firing: cause?.firing ?? null },
  };
}

/** Who holds what until when, in a sentence. */
export function heldBy({ kind, resource, holder, session, expiresAt }: ClaimRow): string {
  const who = session === null || session === holder ? holder : `${holder} (${session})`;
  return `${kind} ${resource} is held by ${who} until ${expiresAt}`;
}
