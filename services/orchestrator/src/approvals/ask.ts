import type { Trx } from '@hookline/db';
import { type Cause, eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { busEvent } from '../bus-event.ts';
import { jsonText } from '../json-text.ts';
import { post } from '../outbox.ts';
import { plainText } from '../plain-text.ts';
import { owe } from '../webhooks/owe.ts';
import type { ApprovalRow, Held } from './approval.ts';
import { newLinkKey } from './link.ts';

export const questionMax = 2_000;
const defaultExpiryMs = 86_400_000;

export interface Asking {
  /** Asked once, however often this id is. */
  readonly id: string;
  readonly question: string;
  readonly by: string;
  readonly expiresInMs?: number | undefined;
  readonly project?: string | undefined;
  /** The exact moment it is about. */
  readonly session?: string | undefined;
  readonly position?: number | undefined;
  /** What is done when the answer is yes, and in words, a line each. */
  readonly held: Held;
  readonly lines: readonly string[];
  readonly firing?: string | undefined;
  readonly cause?: Cause | undefined;
  /** A webhook that gets the question with a link under which whoever has it may decide. */
  readonly notify?: { readonly url: string; readonly secret: string } | undefined;
}

/** Asks a person. The same question asked again is the same question; nothing happens then. */
export async function ask(trx: Trx, asked: Asking): Promise<ApprovalRow> {
  const { id, question, by, expiresInMs = defaultExpiryMs, session, position, held, lines, firing, cause } = asked;
  const inserted = await trx
    .insertInto('approvals')
    .values({
      approval: id,
      question: plainText(question, questionMax),
      by,
      project: asked.project ?? '-',
      session: session === undefined || session === '-' ? null : session,
      position: position ?? null,
      lines: jsonText(lines),
      held: jsonText(held),
      firing: firing ?? null,
      cause: cause === undefined ? null : jsonText(cause),
      expiresAt: sql<string>`now() + make_interval(secs => ${expiresInMs / 1000})`,
      linkKey: newLinkKey(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted === undefined) {
    return await trx.selectFrom('approvals').selectAll().where('approval', '=', id).executeTakeFirstOrThrow();
  }
  await post(trx, askedEvent(inserted));
  if (asked.notify !== undefined) await tellSomebody(trx, inserted, asked.notify);
  return inserted;
}

function askedEvent(row: ApprovalRow) {
  const { approval, question, by, expiresAt, position, lines, held, cause } = row;
  return busEvent<'approval.asked'>({
    kind: 'approval.asked',
    id: eventId('approval', approval, 'asked'),
    subject: approval,
    project: row.project,
    session: row.session ?? '-',
    causationid: row.firing ?? undefined,
    data: {
      approval,
      question,
      by,
      expiresAt,
      ...(position !== null && position > 0 && { position }),
      actions: [...lines],
      held,
      ...(cause !== null && { cause }),
    },
  });
}

async function tellSomebody(trx: Trx, row: ApprovalRow, { url, secret }: NonNullable<Asking['notify']>): Promise<void> {
  const { approval, question, by, expiresAt, session, position, lines, project, firing, cause } = row;
  await owe(trx, {
    delivery: `msg_${eventId('webhook', 'approval', approval)}`,
    firing: firing ?? approval,
    url,
    secret,
    project,
    session: session ?? undefined,
    cause: cause ?? undefined,
    approval,
    body: {
      type: 'hookline.approval.asked',
      timestamp: row.askedAt,
      data: { approval, question, by, expiresAt, session, position, project, actions: lines },
    },
  });
}
