import type { Tables } from '@hookline/db';
import type { Action } from '@hookline/rules';
import type { Selectable } from 'kysely';
import type { ActionContext } from '../actions/action.ts';

/** A question to a person as its row says it. */
export type ApprovalRow = Selectable<Tables['approvals']>;

/** What is done when the answer is yes, ready to be done: actions with their texts filled, and why they are. */
export interface Held {
  readonly actions: readonly Action[];
  /** The firing's; its `index` is that of the question. */
  readonly context: ActionContext;
}

/** A question as people are shown it. Times are RFC 3339. */
export interface Approval {
  readonly id: string;
  readonly question: string;
  readonly state: ApprovalRow['state'];
  readonly by: string;
  readonly rule: string | null;
  readonly firing: string | null;
  readonly project: string | null;
  readonly askedAt: string;
  readonly expiresAt: string;
  /** The exact moment it is about. */
  readonly session: string | null;
  readonly position: number | null;
  readonly actions: readonly string[];
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly via: ApprovalRow['via'];
  readonly comment: string | null;
}

export function shown(row: ApprovalRow): Approval {
  return {
    id: row.approval,
    question: row.question,
    state: row.state,
    by: row.by,
    rule: row.cause?.rule ?? null,
    firing: row.firing,
    project: row.project === '-' ? null : row.project,
    askedAt: row.askedAt,
    expiresAt: row.expiresAt,
    session: row.session,
    position: row.position,
    actions: row.lines,
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy,
    via: row.via,
    comment: row.comment,
  };
}

/** Which page shows the moment that a question is about, on this bus. Undefined where it is about none. */
export function momentPath({ session, position }: Pick<ApprovalRow, 'session' | 'position'>): string | undefined {
  if (session === null) return undefined;
  return `/sessions/${encodeURIComponent(session)}${position === null ? '' : `?at=${position}`}`;
}
