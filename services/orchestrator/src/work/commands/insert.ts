import type { Trx, WorkFollowUp, WorkJoin } from '@hookline/db';
import type { Cause } from '@hookline/schemas';
import { sql } from 'kysely';
import type { WorkRow } from '../item.ts';
import { type Saying, say, saying, wake } from '../record.ts';
import { at } from '../rows.ts';

/** A unit of work as it is put up. */
export interface Offer {
  readonly item: string;
  readonly queue: string;
  readonly payload: unknown;
  readonly attemptsMax: number;
  /** Who offers it, in words for people. */
  readonly by: string;
  readonly firing?: string | undefined;
  readonly cause?: Cause | undefined;
  /** The project it is of; a worker of one project takes only that project's. */
  readonly project?: string | undefined;
  /** The session that it is about. */
  readonly session?: string | undefined;
  readonly harness?: string | undefined;
  /** Higher first; 0 where absent. */
  readonly priority?: number | undefined;
  /** RFC 3339. Not taken before, and not taken after. */
  readonly dueAt?: string | undefined;
  readonly expiresAt?: string | undefined;
  /** Not taken after so long, where `expiresAt` does not say. */
  readonly expiresMs?: number | undefined;
  /** How long an attempt may run, also when its holder goes on saying that it lives. */
  readonly timeoutMs?: number | undefined;
}

/** How parts come together. */
export interface Join {
  /** all-done (the standard): when every part has ended, well or badly. The others also then, at the latest. */
  readonly on?: WorkJoin['on'] | undefined;
  /** At the latest after so long. */
  readonly untilMs?: number | undefined;
  /** Whether parts that are open then are cancelled. */
  readonly cancelRest?: boolean | undefined;
  /**
   * complete (the standard): it is completed with what its parts brought, or dead when they did not come well together.
   * again: it is offered once more with that as `joined` in its payload. Another unit of work: that is offered, with
   * `joined` in its payload, and this one is completed.
   */
  readonly next?: 'complete' | 'again' | WorkFollowUp | undefined;
}

/** What a part is offered with by what it is a part of. */
export interface PartOf {
  readonly parent: string;
  readonly ancestors: readonly string[];
  readonly attempt: number;
}

/** Inserts many parts of one item, and says so. Those that are there already are left as they are. */
export async function offerParts(trx: Trx, offers: readonly Offer[], partOf: PartOf): Promise<void> {
  const inserted = await trx
    .insertInto('workItems')
    .values(offers.map((one) => valuesOf(one, partOf)))
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .execute();
  await say(trx, ...inserted.map((row) => offeredSaying(row, true)));
}

/** Inserts an item, without a word; undefined when it is there already. */
export async function insertOffered(trx: Trx, offered: Offer): Promise<WorkRow | undefined> {
  return await trx
    .insertInto('workItems')
    .values(valuesOf(offered))
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

function valuesOf(offered: Offer, partOf?: PartOf) {
  const { item, queue, payload, attemptsMax, by, firing, cause, project, session, harness } = offered;
  const { priority = 0, dueAt, expiresAt, expiresMs, timeoutMs } = offered;
  return {
    item,
    queue,
    state: 'offered' as const,
    payload: JSON.stringify(payload ?? null),
    attemptsMax,
    attemptsEach: attemptsMax,
    by,
    firing: firing ?? null,
    cause: cause === undefined ? null : JSON.stringify(cause),
    project: project ?? null,
    session: session ?? null,
    harness: harness ?? null,
    priority,
    ...(dueAt !== undefined && { dueAt, dispatched: false }),
    expiresAt:
      expiresAt ?? (expiresMs === undefined ? null : sql<string>`now() + make_interval(secs => ${expiresMs / 1000})`),
    timeoutMs: timeoutMs ?? null,
    ...(partOf && {
      parent: partOf.parent,
      ancestors: [...partOf.ancestors, partOf.parent],
      parentAttempt: partOf.attempt,
    }),
  };
}

/** That it was put up; `wakes` whoever waits for it. */
export function offeredSaying(row: WorkRow, wakes: boolean): Saying {
  const { payload, attempt, attemptsMax, by, firing, priority, parent, session, harness } = row;
  const { dueAt, dispatched, expiresAt, timeoutMs } = row;
  return saying(
    row,
    'work.offered',
    [],
    {
      payload,
      attempt,
      attemptsMax,
      by,
      ...(firing !== null && { firing }),
      ...(priority !== 0 && { priority }),
      ...(parent !== null && { parent }),
      ...(session !== null && { session }),
      ...(harness !== null && { harness }),
      ...(!dispatched && { dueAt: at(Date.parse(dueAt)) }),
      ...(expiresAt !== null && { expiresAt: at(Date.parse(expiresAt)) }),
      ...(timeoutMs !== null && { timeoutMs }),
    },
    wakes && dispatched ? wake(row) : undefined,
  );
}
