import { selectUnnested, type Trx, textArray } from '@hookline/db';
import { type Decision, decisionOf, type Fact, factOf } from '@hookline/memory';
import type { RecordedEvent } from '@hookline/schemas';
import { type RawBuilder, sql } from 'kysely';

/**
 * Keeps what these events say: facts of sessions, which then wait to be observed again, and what people decided, which
 * makes memories stale. Whatever was kept before is not kept twice. In the caller's transaction.
 */
export async function takeBatch(trx: Trx, batch: readonly RecordedEvent[]): Promise<void> {
  await keepFacts(
    trx,
    batch.flatMap((recorded) => factOf(recorded) ?? []),
  );
  await keepDecisions(
    trx,
    batch.flatMap((recorded) => decisionOf(recorded) ?? []),
  );
}

async function keepFacts(trx: Trx, taken: readonly Fact[]): Promise<void> {
  if (taken.length === 0) return;
  // The log may have taken an event twice: its first position counts.
  const facts = [...new Map(taken.toReversed().map((fact) => [fact.eventId, fact])).values()];
  const rows = selectUnnested([
    { name: 'event_id', type: 'text', values: facts.map(({ eventId }) => eventId) },
    { name: 'session', type: 'text', values: facts.map(({ session }) => session) },
    { name: 'position', type: 'bigint', values: facts.map(({ position }) => String(position)) },
    { name: 'fact', type: 'jsonb', values: facts.map((fact) => JSON.stringify(fact)) },
    { name: 'ended', type: 'boolean', values: facts.map((fact) => String(endsSession(fact))) },
  ]);
  await sql`
    with given as materialized (${rows}),
    kept as (
      insert into memory_facts (event_id, session, position, fact)
      select event_id, session, position, fact from given
      on conflict do nothing
      returning event_id, session, position),
    counted as (
      select session, count(*)::integer as facts, max(kept.position) as last_position,
        bool_or(given.ended) as ended
      from kept join given using (event_id, session) group by session)
    insert into memory_sessions as mine (session, facts, last_position, ended)
    select session, facts, last_position, ended from counted order by session
    on conflict (session) do update set
      facts = mine.facts + excluded.facts,
      last_position = greatest(mine.last_position, excluded.last_position),
      ended = mine.ended or excluded.ended,
      waiting_since = case when mine.waiting then mine.waiting_since else now() end,
      waiting = true`.execute(trx);
}

/** After these little is to be expected: the session is observed at once. */
const endsSession = (fact: Fact) =>
  (fact.type === 'session' && fact.what === 'ended') || fact.type === 'turn-ended' || fact.type === 'remembered';

async function keepDecisions(trx: Trx, decisions: readonly Decision[]): Promise<void> {
  for (const decision of decisions) {
    const memory = 'memory' in decision ? decision.memory : null;
    const kept = await trx
      .insertInto('memoryDecisions')
      .values({
        eventId: decision.eventId,
        position: decision.position,
        type: decision.type,
        memory,
        time: decision.time,
        decision: JSON.stringify(decision),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('eventId')
      .executeTakeFirst();
    if (kept !== undefined) await concern(trx, decision);
  }
}

/** What a decision concerns is made again. */
async function concern(trx: Trx, decision: Decision): Promise<void> {
  switch (decision.type) {
    case 'curated':
      return await makeStale(trx, [decision.memory, ...(await partnersOf(trx, decision))]);
    case 'judged':
    case 'published':
      return await makeStale(trx, [decision.memory]);
    case 'revoked':
      await sql`
        insert into memory_stale (memory)
        select distinct memory from memory_observations
        where session = any(${textArray(decision.sessions)}::text[])
          or actor = any(${textArray(decision.actors)}::text[])
        order by 1
        on conflict (memory) do update set since = memory_stale.since`.execute(trx);
      // What was said in them is found no longer, or again.
      return await observeAgain(
        trx,
        sql`session = any(${textArray(decision.sessions)}::text[]) or actor = any(${textArray(decision.actors)}::text[])`,
      );
    case 'alias':
      return await observeAgain(trx, sql`project = any(${textArray([decision.alias, decision.project])}::text[])`);
    case 'team':
      // Which projects are a team's is asked when memories are told.
      return;
  }
}

async function observeAgain(trx: Trx, which: RawBuilder<unknown>): Promise<void> {
  await sql`
    update memory_sessions
    set waiting_since = case when waiting then waiting_since else now() end, waiting = true
    where ${which}`.execute(trx);
}

/** A merge concerns the memory it goes into, and undoing it the one it went into. */
async function partnersOf(trx: Trx, decision: Decision & { readonly type: 'curated' }): Promise<string[]> {
  const { rows } = await sql<{ into: string }>`
    select distinct decision ->> 'into' as into from memory_decisions
    where memory = ${decision.memory} and type = 'curated' and decision ->> 'into' is not null`.execute(trx);
  return rows.map((row) => row.into);
}

/**
 * These memories are folded again. A row that is there already is locked all the same: whoever folds now must not take it
 * away before what makes it stale is committed.
 */
export async function makeStale(trx: Trx, memories: readonly string[]): Promise<void> {
  if (memories.length === 0) return;
  await sql`
    insert into memory_stale (memory) select distinct unnest(${textArray(memories)}::text[]) order by 1
    on conflict (memory) do update set since = memory_stale.since`.execute(trx);
}
