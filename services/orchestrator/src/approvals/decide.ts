import { type Database, inSavepoint, type Trx } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { kindOf } from '../actions/index.ts';
import { busEvent } from '../bus-event.ts';
import { post } from '../outbox.ts';
import { plainText } from '../plain-text.ts';
import type { ApprovalRow, Held } from './approval.ts';

const now = sql<string>`now()`;
const commentMax = 2_000;
const sweptAtOnce = 200;
/** How many actions a rule, or an approval in it, may have. */
const actionsMax = 10;

export interface Deciding {
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly via: 'console' | 'api' | 'link';
  readonly comment?: string | undefined;
}

/** There is no such question. */
export class UnknownApprovalError extends Error {
  override name = 'UnknownApprovalError';
  constructor(approval: string) {
    super(`there is no approval ${JSON.stringify(approval)}`);
  }
}

/** The question was answered before, or its time is up: exactly one answer counts. */
export class DecidedError extends Error {
  override name = 'DecidedError';
  readonly row: ApprovalRow;
  constructor(row: ApprovalRow) {
    super(
      row.state === 'approved' || row.state === 'rejected'
        ? `it was ${row.state} by ${row.decidedBy} at ${row.decidedAt}`
        : `it expired at ${row.expiresAt}`,
    );
    this.row = row;
  }
}

/** Nothing may be set going now, also not by a person's yes. */
export class StoppedError extends Error {
  override name = 'StoppedError';
  constructor({ by, reason }: { by: string; reason: string }) {
    super(`orchestration is stopped by ${by}: ${reason}`);
  }
}

/** What was to be done upon yes cannot be done. The question stays open. */
export class CannotBeDoneError extends Error {
  override name = 'CannotBeDoneError';
}

/**
 * Answers a question, once and for ever. With a yes, what it held back is intended in the same transaction: there is
 * either the answer and its consequences, or neither.
 */
export async function decide(trx: Trx, approval: string, deciding: Deciding): Promise<ApprovalRow> {
  const row = await trx
    .selectFrom('approvals')
    .selectAll()
    .select(sql<boolean>`expires_at <= now()`.as('late'))
    .where('approval', '=', approval)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new UnknownApprovalError(approval);
  if (row.state !== 'waiting' || row.late) throw new DecidedError(row);
  if (deciding.decision === 'approved') await goOn(trx, row);
  return await close(trx, row, deciding.decision, deciding);
}

/** Ends questions that nobody answered in time, by the database's clock. Returns how many those were. */
export async function expire(db: Database): Promise<number> {
  return await db.transaction(async (trx) => {
    const late = await trx
      .selectFrom('approvals')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('expiresAt', '<=', now)
      .orderBy('expiresAt')
      .limit(sweptAtOnce)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of late) await close(trx, row, 'expired', { by: 'nobody', via: 'nobody' });
    return late.length;
  });
}

async function goOn(trx: Trx, row: ApprovalRow): Promise<void> {
  const stop = await trx.selectFrom('ruleSwitches').select(['by', 'reason']).where('rule', '=', '*').executeTakeFirst();
  if (stop !== undefined) throw new StoppedError(stop);
  const { actions, context } = row.held as Held;
  const fault = await inSavepoint(trx, async () => {
    for (const [place, action] of actions.entries()) {
      await kindOf(action).intend(trx, action, { ...context, index: heldIndex(context.index, place) });
    }
  });
  if (fault !== undefined) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new CannotBeDoneError(`what was to be done cannot be: ${reason}`, { cause: fault });
  }
}

/** The indices of what a firing does go on behind its own: each question has ten of its own, whatever is asked besides. */
export function heldIndex(question: number, place: number): number {
  return actionsMax * (question + 1) + place;
}

type Closing = Pick<Deciding, 'by' | 'comment'> & { readonly via: ApprovalRow['via'] };

async function close(
  trx: Trx,
  row: ApprovalRow,
  decision: 'approved' | 'rejected' | 'expired',
  { by, via, comment }: Closing,
): Promise<ApprovalRow> {
  const { approval, project, session, firing, cause } = row;
  const said = comment === undefined ? undefined : plainText(comment.trim(), commentMax) || undefined;
  await post(
    trx,
    busEvent<'approval.decided'>({
      kind: 'approval.decided',
      id: eventId('approval', approval, 'decided'),
      subject: approval,
      project,
      session: session ?? '-',
      causationid: firing ?? undefined,
      data: {
        approval,
        decision,
        by,
        via: via ?? 'nobody',
        ...(said !== undefined && { comment: said }),
        ...(cause !== null && { cause }),
      },
    }),
  );
  return await trx
    .updateTable('approvals')
    .set({ state: decision, decidedAt: now, decidedBy: by, via, comment: said ?? null })
    .where('approval', '=', approval)
    .returningAll()
    .executeTakeFirstOrThrow();
}
