import type { Trx } from '@hookline/db';
import { type Cause, eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { busEvent } from '../bus-event.ts';
import { post } from '../outbox.ts';
import type { ClaimRow } from './claim.ts';
import type { ResourceKind } from './resource.ts';

/** How a hold ends. */
export type Ending = Exclude<ClaimRow['state'], 'held'>;

/** Says that a hold was taken. */
export async function tellTaken(trx: Trx, row: ClaimRow): Promise<void> {
  const { claim, project, kind, resource, holder, session, fence, purpose, expiresAt, cause } = row;
  await post(
    trx,
    busEvent<'claim.taken'>({
      kind: 'claim.taken',
      id: eventId('claim', claim, 'taken'),
      subject: claim,
      project,
      causationid: cause?.firing,
      data: {
        ...{ claim, kind, resource, holder, fence, expiresAt },
        ...(session !== null && { holderSession: session }),
        ...(purpose !== null && { purpose }),
        ...(cause !== null && { cause }),
      },
    }),
  );
}

/** Ends a hold and says so: a hold ends once, whoever ends it. */
export async function end(trx: Trx, row: ClaimRow, reason: Ending, by: string): Promise<ClaimRow> {
  const { claim, project, kind, resource, holder, fence, cause } = row;
  await post(
    trx,
    busEvent<'claim.released'>({
      kind: 'claim.released',
      id: eventId('claim', claim, 'ended'),
      subject: claim,
      project,
      causationid: cause?.firing,
      data: { claim, kind, resource, holder, fence, reason, by, ...(cause !== null && { cause }) },
    }),
  );
  return await trx
    .updateTable('claims')
    .set({ state: reason, endedAt: sql<string>`clock_timestamp()`, endedBy: by })
    .where('claim', '=', claim)
    .returningAll()
    .executeTakeFirstOrThrow();
}

interface Refusal {
  readonly report: 'take' | 'renew' | 'release';
  readonly kind: ResourceKind;
  readonly resource: string;
  readonly by: string;
  readonly fence?: number;
  readonly cause?: Cause | undefined;
}

/** How many different refusals are told on account of one hold: the rest changes nothing for whoever reads them. */
const refusalsMax = 100;

/** Says that somebody was refused on account of a hold: the same refusal once, however often it is tried. */
export async function tellRefusal(trx: Trx, row: ClaimRow, refusal: Refusal): Promise<void> {
  const { report, kind, resource, by, fence, cause } = refusal;
  const id = eventId('claim', row.claim, 'refused', report, kind, resource, by, fence ?? 0);
  const first = await trx
    .updateTable('claims')
    .set({ refusals: sql<string[]>`array_append(refusals, ${id}::text)` })
    .where('claim', '=', row.claim)
    .where(sql<boolean>`cardinality(refusals) < ${refusalsMax} and not ${id}::text = any(refusals)`)
    .returning('claim')
    .executeTakeFirst();
  if (first === undefined) return;
  const data = { kind, resource, wantedBy: by, report, holder: row.holder };
  await post(
    trx,
    busEvent<'claim.refused'>({
      kind: 'claim.refused',
      id,
      subject: row.claim,
      project: row.project,
      data: { ...data, ...(fence !== undefined && { fence }), ...(cause !== undefined && { cause }) },
    }),
  );
}
