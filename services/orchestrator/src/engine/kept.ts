import type { Trx } from '@hookline/db';
import {
  emptyTotals,
  isSpent,
  type KeyState,
  type Outcome,
  type Standing,
  type StateStore,
  scheduleKey,
  stateName,
  type Totals,
} from '@hookline/rules';
import { sql } from 'kysely';
import { jsonText, storable } from '../json-text.ts';

/** What a batch needs of the tables: states, totals, and what is switched off. */
export interface Kept {
  readonly store: StateStore;
  /** Names of paused rules; `*` when everything is stopped. */
  readonly off: ReadonlySet<string>;
}

/** The states that a batch may touch: those it names, and those that are due by `clockMs`; all totals; all switches. */
export async function loadKept(
  trx: Trx,
  inForce: ReadonlyMap<string, Standing>,
  named: ReadonlyMap<string, { readonly standing: Standing; readonly key: string }>,
  clockMs: number,
): Promise<Kept> {
  const store: StateStore = { states: new Map(), totals: new Map(), stopped: false };
  const off = new Set<string>();
  const wanted = [...named.values()];
  // One statement, because every event waits for it.
  const { rows } = await sql<KeptRow>`
    select 'state' as what, rule, version, key, state as value, due_ms from rule_states
    where due_ms <= ${clockMs} or key = ${scheduleKey} or (rule, version, key) in (select * from unnest(
      ${wanted.map(({ standing }) => standing.rule.name)}::text[],
      ${wanted.map(({ standing }) => standing.rule.version)}::text[],
      ${wanted.map(({ key }) => key)}::text[]))
    union all select 'totals', rule, null, null, totals, null from rule_totals
    union all select 'switch', rule, null, null, null, null from rule_switches`.execute(trx);
  for (const { what, rule, version, key, value, dueMs } of rows) {
    if (what === 'switch') off.add(rule);
    if (what === 'totals') store.totals.set(rule, { ...emptyTotals, ...(value as Totals) });
    const standing = what === 'state' ? inForce.get(rule) : undefined;
    if (standing === undefined || standing.rule.version !== version) continue;
    const due = dueMs === null ? undefined : Number(dueMs);
    store.states.set(stateName(standing, key!), { standing, key: key!, state: value as KeyState, due });
  }
  return { store, off };
}

interface KeptRow {
  readonly what: 'state' | 'totals' | 'switch';
  readonly rule: string;
  readonly version: string | null;
  readonly key: string | null;
  readonly value: unknown;
  readonly dueMs: number | string | null;
}

/** Writes the states and totals that a batch changed, and the clock. A state that nothing can need any more is forgotten. */
export async function saveKept(
  trx: Trx,
  store: StateStore,
  outcome: Outcome,
  { consumer, clockMs }: { readonly consumer: string; readonly clockMs: number },
): Promise<void> {
  const kept: { rule: string; version: string; key: string; state: string; due: number | null }[] = [];
  const gone: { rule: string; version: string; key: string }[] = [];
  for (const name of outcome.changed) {
    const { standing, key, state, due } = store.states.get(name)!;
    const { name: rule, version } = standing.rule;
    const { cooldownMs = 0, throttle } = standing.plan.limits;
    if (due === undefined && isSpent(state, clockMs, Math.max(cooldownMs, throttle?.perMs ?? 0)))
      gone.push({ rule, version, key });
    else kept.push({ rule, version, key, state: jsonText(state), due: due ?? null });
  }
  const totals = [...outcome.changedTotals].map((rule) => ({ rule, totals: jsonText(store.totals.get(rule)) }));
  await sql`
    with stay as (
      insert into rule_states (rule, version, key, state, due_ms)
      select * from unnest(
        ${kept.map(({ rule }) => rule)}::text[], ${kept.map(({ version }) => version)}::text[],
        ${kept.map(({ key }) => key)}::text[], ${kept.map(({ state }) => state)}::jsonb[],
        ${kept.map(({ due }) => due)}::bigint[])
      on conflict (rule, version, key) do update set state = excluded.state, due_ms = excluded.due_ms
    ), gone as (
      delete from rule_states where (rule, version, key) in (select * from unnest(
        ${gone.map(({ rule }) => rule)}::text[], ${gone.map(({ version }) => version)}::text[],
        ${gone.map(({ key }) => key)}::text[]))
    ), counted as (
      insert into rule_totals (rule, totals)
      select * from unnest(${totals.map(({ rule }) => rule)}::text[], ${totals.map((one) => one.totals)}::jsonb[])
      on conflict (rule) do update set totals = excluded.totals
    )
    insert into rule_clock (consumer, clock_ms) values (${consumer}, ${clockMs})
    on conflict (consumer) do update set clock_ms = excluded.clock_ms`.execute(trx);
}

/** Writes down what was held and why. What no version may act on anyway, because it is history, is not worth a row. */
export async function saveHolds(trx: Trx, outcome: Outcome): Promise<void> {
  const rows = outcome.held
    .filter(({ by }) => by !== 'gate' && by !== 'history')
    .map(({ rule, version, key, events, position, atMs, by, reason }) => ({
      rule,
      version,
      key: storable(key),
      events: jsonText(events),
      position,
      clockMs: atMs,
      by,
      reason: storable(reason),
    }));
  for (let at = 0; at < rows.length; at += rowsMax) {
    await trx
      .insertInto('ruleHolds')
      .values(rows.slice(at, at + rowsMax))
      .execute();
  }
}

const rowsMax = 1_000;
