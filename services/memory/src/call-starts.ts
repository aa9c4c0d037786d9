import { type Trx, textArray } from '@hookline/db';
import { type CallName, callEndOf, startOf } from '@hookline/memory';
import type { RecordedEvent } from '@hookline/schemas';
import { sql } from 'kysely';

/**
 * When the calls began whose ends are in this batch, by the id of the event that ended them. Beginnings whose end is
 * still to come are kept for the batch that has it.
 */
export async function callStarts(trx: Trx, batch: readonly RecordedEvent[]): Promise<Map<string, string>> {
  const open = new Map<string, CallName & { readonly time: string }>();
  const earlier = new Map<string, CallName & { readonly eventId: string }>();
  const begun = new Map<string, string>();
  for (const recorded of batch) {
    const start = startOf(recorded);
    if (start !== undefined) open.set(nameOf(start), start);
    const ended = callEndOf(recorded);
    if (ended === undefined) continue;
    const name = nameOf(ended);
    const here = open.get(name);
    if (here === undefined) earlier.set(name, { ...ended, eventId: recorded.event.id });
    else begun.set(recorded.event.id, here.time);
    open.delete(name);
  }
  for (const { session, call, time } of await forget(trx, [...earlier.values()])) {
    const ended = earlier.get(nameOf({ session, call }));
    if (ended !== undefined) begun.set(ended.eventId, time);
  }
  await remember(trx, [...open.values()]);
  return begun;
}

const nameOf = ({ session, call }: CallName) => JSON.stringify([session, call]);
const sessionsOf = (calls: readonly CallName[]) => textArray(calls.map(({ session }) => session));
const idsOf = (calls: readonly CallName[]) => textArray(calls.map(({ call }) => call));

async function forget(trx: Trx, calls: readonly CallName[]): Promise<(CallName & { time: string })[]> {
  if (calls.length === 0) return [];
  const { rows } = await sql<CallName & { time: string }>`
    delete from command_starts
    using unnest(${sessionsOf(calls)}::text[], ${idsOf(calls)}::text[]) as ended(session, call)
    where command_starts.session = ended.session and command_starts.call = ended.call
    returning command_starts.session, command_starts.call, command_starts.time`.execute(trx);
  return rows;
}

async function remember(trx: Trx, starts: readonly (CallName & { time: string })[]): Promise<void> {
  if (starts.length === 0) return;
  const times = textArray(starts.map(({ time }) => time));
  await sql`
    insert into command_starts (session, call, time)
    select session, call, time::timestamptz
    from unnest(${sessionsOf(starts)}::text[], ${idsOf(starts)}::text[], ${times}::text[]) as given(session, call, time)
    on conflict do nothing`.execute(trx);
}
