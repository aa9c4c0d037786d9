import type { Trx } from '@hookline/db';
import { type CloudEvent, type DataOf, eventId, type Kind } from '@hookline/schemas';
import { busEvent } from '../bus-event.ts';
import { type Dispatch, type Post, postAll } from '../outbox.ts';
import type { WorkRow } from './item.ts';

export type WorkKind = Extract<Kind, `work.${string}`>;

/** Something that is said of an item. */
export interface Saying {
  readonly event: CloudEvent;
  readonly kind: WorkKind;
  readonly dispatch?: Dispatch | undefined;
}

/**
 * What is said of an item. `key` tells apart what can be said of it more than once (a fence, an attempt): the id follows
 * from the kind, the item and the key, so that the same is said once however often it happens.
 */
export function saying<K extends WorkKind>(
  row: Pick<WorkRow, 'item' | 'queue' | 'cause' | 'project' | 'firing'>,
  kind: K,
  key: readonly (string | number)[],
  data: Omit<DataOf<K>, 'item' | 'queue' | 'cause'>,
  dispatch?: Dispatch,
): Saying {
  const { item, queue, cause, project, firing } = row;
  const event = busEvent<K>({
    kind,
    id: sayingId(item, kind, ...key),
    subject: item,
    project: project ?? undefined,
    causationid: firing ?? undefined,
    data: { item, queue, ...data, ...(cause !== null && { cause }) } as unknown as DataOf<K>,
  });
  return { event, kind, dispatch };
}

/** The id of what is said of an item. */
export function sayingId(item: string, kind: WorkKind, ...key: readonly (string | number)[]): string {
  return eventId('work', item, kind.slice('work.'.length), ...key);
}

/** Wakes whoever waits for the item's queue. */
export function wake(row: Pick<WorkRow, 'item' | 'queue' | 'attempt'>): Dispatch {
  const { item, queue, attempt } = row;
  return { queue, item, msgId: `${item}:${attempt}` };
}

/** Writes down what is said, in the transaction that made it true, and sends it to the log. */
export async function say(trx: Trx, ...sayings: readonly Saying[]): Promise<void> {
  if (sayings.length === 0) return;
  const rows = sayings.map(({ event, kind }) => ({
    event: event.id,
    item: event.subject!,
    kind,
    at: event.time,
    data: JSON.stringify(historic(event.data as Record<string, unknown>)),
    position: null,
  }));
  await trx
    .insertInto('workHistory')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await postAll(trx, sayings satisfies readonly Post[]);
}

/** Whether that was said before. */
export async function wasSaid(trx: Trx, id: string): Promise<boolean> {
  const found = await trx.selectFrom('workHistory').select('event').where('event', '=', id).executeTakeFirst();
  return found !== undefined;
}

/** The event's data without what the item's own row has: payloads and results may be long. */
export function historic(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { item: _item, queue: _queue, payload: _payload, result: _result, cause: _cause, ...rest } = data;
  return rest;
}
