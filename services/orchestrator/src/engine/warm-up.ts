import { type Database, readHistory } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { emptyState, type KeyState, type Rule, Simulation } from '@hookline/rules';
import { sql } from 'kysely';
import { jsonText } from '../json-text.ts';

/** How far back warming up looks at most. */
const lookBackMaxMs = 8 * 24 * 3_600_000;

interface WarmUp {
  readonly db: Database;
  readonly log: EventLog;
  readonly rule: Rule;
  /** Where the engine stands: events up to here have been seen by the other rules. */
  readonly position: number;
  readonly clockMs: number;
  readonly signal: AbortSignal;
}

/**
 * Gives a new version of a rule the state it would have, had it been in force as far back as its pattern looks; nothing of
 * it acts. What an earlier version still has running or waiting, and when it fired, goes over to it.
 */
export async function warmUp({ db, log, rule, position, clockMs, signal }: WarmUp): Promise<void> {
  const { name, version, plan } = rule;
  const states = new Map<string, { state: KeyState; due: number | undefined }>();
  const reachMs = 'withinMs' in plan.pattern ? plan.pattern.withinMs + plan.latenessMs : 0;
  if (reachMs > 0 && position > 0) {
    const since = new Date(clockMs - Math.min(reachMs, lookBackMaxMs)).toISOString();
    const { start } = await db.kysely
      .selectFrom('events')
      .select(({ fn }) => fn.min('position').as('start'))
      .where('time', '>=', since)
      .executeTakeFirstOrThrow();
    const simulation = new Simulation([rule], { gate: Number.MAX_SAFE_INTEGER });
    const stop = new AbortController();
    const until = AbortSignal.any([signal, stop.signal]);
    let at = Math.max(0, Number(start ?? position + 1) - 1);
    if (at < position) {
      for await (const batch of readHistory({ db, log }, at, { signal: until })) {
        simulation.feed(batch.filter((one) => one.position <= position));
        at = batch.at(-1)!.position;
        if (at >= position) break;
      }
      stop.abort();
    }
    for (const { key, state, due } of simulation.store.states.values()) states.set(key, { state, due });
  }
  await db.transaction(async (trx) => {
    const before = await trx
      .selectFrom('ruleStates')
      .innerJoin('rules', (join) =>
        join.onRef('rules.name', '=', 'rule').onRef('rules.version', '=', 'ruleStates.version'),
      )
      .select(['key', 'state'])
      .where('rule', '=', name)
      .where('ruleStates.version', '!=', version)
      .orderBy('rules.publishedAt')
      .execute();
    for (const { key, state } of before) {
      const { running, queue, firedMs, scheduledMs } = { ...emptyState, ...(state as KeyState) };
      const own = states.get(key) ?? { state: emptyState, due: undefined };
      states.set(key, { ...own, state: { ...own.state, running, queue, firedMs, scheduledMs } });
    }
    await trx.deleteFrom('ruleStates').where('rule', '=', name).execute();
    for (const [key, { state, due }] of states) {
      // Looked at again at once: what it waits for is then reckoned from what it holds.
      const dueMs = due ?? clockMs;
      await trx
        .insertInto('ruleStates')
        .values({ rule: name, version, key, state: jsonText(state), dueMs })
        .execute();
    }
    await trx
      .updateTable('rules')
      .set({ warmPosition: sql<number>`${position}` })
      .where('name', '=', name)
      .where('version', '=', version)
      .execute();
  });
}
