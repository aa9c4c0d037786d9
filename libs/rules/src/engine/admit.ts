import { eventId } from '@hookline/schemas';
import { chainOf, guarded, heldOf } from './guards.ts';
import { emptyTotals, type KeyState, type Totals } from './state.ts';
import type { Candidate, EngineContext, EngineRule, Firing, Held, HeldBy, Input } from './types.ts';

/** What a rule keeps for a key, what is counted of it and of all rules, and what came of an input. */
export interface Admission {
  readonly key: string;
  readonly state: KeyState;
  readonly totals: Totals;
  readonly all: Totals;
  readonly firings: readonly Firing[];
  readonly held: readonly Held[];
  /** Why the rule was paused just now, in one sentence. */
  readonly pauses: readonly string[];
}

const queueMax = 100;
/** Of all that wait for a key together: each is up to 16 KiB of what the database keeps as one. */
const queuedEventsMax = 2_000;
const chainMax = 32;
const minuteMs = 60_000;

/** A candidate that may act meets the rule's mode, then its limits; what passes is a firing. */
export function admit(rule: EngineRule, before: Admission, candidate: Candidate, context: EngineContext): Admission {
  const { plan, units } = rule;
  const { state } = before;
  const isOccupied = units > 0 && state.running.length > 0;
  const hold = (by: HeldBy, reason: string): Admission => ({
    ...before,
    held: [...before.held, heldOf(rule, candidate, context, by, reason)],
  });
  if (isOccupied && plan.mode === 'skip') {
    return hold('running', `firing ${state.running[0]!.firing} of key ${candidate.key} still runs`);
  }
  if (isOccupied && plan.mode === 'queue') {
    if (state.queue.length >= queueMax) return hold('queue-full', `${queueMax} wait for key ${candidate.key} already`);
    const events = state.queue.reduce((sum, { matches }) => sum + matches.length, candidate.matches.length);
    if (state.queue.length > 0 && events > queuedEventsMax) {
      return hold('queue-full', `firings of ${queuedEventsMax} events wait for key ${candidate.key} already`);
    }
    return { ...before, state: { ...state, queue: [...state.queue, candidate] } };
  }
  const running = state.running.map(({ firing }) => firing);
  return fire(rule, before, candidate, context, {
    cancels: isOccupied && plan.mode === 'cancel' ? running : [],
    steers: isOccupied && plan.mode === 'steer' ? running : [],
  });
}

/** A piece of the work of a firing ended: what waited for it goes on, and failures are counted. */
export function afterEnd(
  rule: EngineRule,
  before: Admission,
  { firing, unit, ok, costUsd }: Extract<Input, { type: 'ended' }>,
  context: EngineContext,
): Admission {
  const totals = today(before.totals, context.clockMs);
  const all = today(before.all, context.clockMs);
  const failuresInRow = ok === undefined ? totals.failuresInRow : ok ? 0 : totals.failuresInRow + 1;
  const running = before.state.running
    .map((one) => (unit && one.firing === firing ? { ...one, left: one.left - 1 } : one))
    .filter(({ left }) => left > 0);
  let now: Admission = {
    ...before,
    state: { ...before.state, running },
    totals: { ...totals, failuresInRow, costUsd: totals.costUsd + costUsd },
    all: { ...all, costUsd: all.costUsd + costUsd },
  };
  if (ok === false && failuresInRow >= rule.plan.limits.failures && !totals.paused) {
    now = paused(now, `${failuresInRow} of its firings in a row failed`);
  }
  while (now.state.running.length === 0 && now.state.queue.length > 0) {
    const [next, ...queue] = now.state.queue;
    now = { ...now, state: { ...now.state, queue } };
    const held = guarded(rule, next!, now.totals, context);
    now =
      held === undefined
        ? fire(rule, now, { ...next!, atMs: context.clockMs }, context, { cancels: [], steers: [] })
        : { ...now, held: [...now.held, held] };
  }
  return now;
}

function fire(
  rule: EngineRule,
  before: Admission,
  candidate: Candidate,
  context: EngineContext,
  others: Pick<Firing, 'cancels' | 'steers'>,
): Admission {
  const { plan, units } = rule;
  const { clockMs } = context;
  const totals = today(before.totals, clockMs);
  const all = today(before.all, clockMs);
  const now = { ...before, totals, all };
  const excess = excessOf(rule, now, context);
  if (excess !== undefined) {
    const held = [...now.held, heldOf(rule, candidate, context, excess.by, excess.reason)];
    return excess.by === 'runaway' && !totals.paused ? paused({ ...now, held }, excess.reason) : { ...now, held };
  }
  const firing = firingOf(rule, candidate, others);
  const { cooldownMs = 0, throttle } = plan.limits;
  const kept = cooldownMs === 0 && throttle === undefined ? [] : [...now.state.firedMs, clockMs];
  const stays = others.cancels.length > 0 ? [] : now.state.running;
  const isWork = units > 0 && others.steers.length === 0;
  return {
    ...now,
    firings: [...now.firings, firing],
    state: {
      ...now.state,
      firedMs: kept.slice(-Math.max(1, throttle?.runs ?? 1)),
      running: isWork ? [...stays, { firing: firing.id, left: units, atMs: clockMs }] : stays,
    },
    totals: counted(totals, clockMs, plan.limits.perMinute),
    all: counted(all, clockMs, 0),
  };
}

function firingOf(
  { plan }: EngineRule,
  candidate: Candidate,
  { cancels, steers }: Pick<Firing, 'cancels' | 'steers'>,
): Firing {
  const { rule, version } = plan;
  const { key, matches, atMs } = candidate;
  const of = matches.length === 0 ? [`at:${new Date(atMs).toISOString()}`] : matches.map(({ id: event }) => event);
  const id = eventId('firing', rule, version, key, ...of);
  const depth = Math.max(0, ...matches.map(({ cause }) => cause?.depth ?? 0)) + 1;
  const chain = [...chainOf(candidate), rule].slice(-chainMax);
  return {
    id,
    rule,
    version,
    key,
    matches,
    atMs,
    cause: { firing: id, rule, version, key, depth, chain },
    cancels,
    steers,
  };
}

/** The limit that is used up, and one sentence about it. */
function excessOf(
  { plan }: EngineRule,
  { key, state, totals, all }: Admission,
  { clockMs, budgets }: EngineContext,
): { readonly by: HeldBy; readonly reason: string } | undefined {
  const { cooldownMs, throttle, perDay, costPerDayUsd, perMinute } = plan.limits;
  const lastMs = state.firedMs.at(-1);
  if (cooldownMs !== undefined && lastMs !== undefined && clockMs - lastMs < cooldownMs) {
    return {
      by: 'cooldown',
      reason: `key ${key} fired ${(clockMs - lastMs) / 1_000} s ago, its cooldown is ${cooldownMs / 1_000} s`,
    };
  }
  if (throttle !== undefined) {
    const fired = state.firedMs.filter((ms) => clockMs - ms < throttle.perMs).length;
    if (fired >= throttle.runs) {
      return {
        by: 'throttle',
        reason: `key ${key} fired ${fired} times in ${throttle.perMs / 1_000} s, at most ${throttle.runs} may`,
      };
    }
  }
  if (perDay !== undefined && totals.firings >= perDay) {
    return {
      by: 'per-day',
      reason: `rule ${plan.rule} fired ${totals.firings} times on ${totals.day} (UTC), at most ${perDay} may`,
    };
  }
  if (costPerDayUsd !== undefined && totals.costUsd >= costPerDayUsd) {
    return {
      by: 'cost',
      reason: `the work of rule ${plan.rule} cost $${totals.costUsd.toFixed(2)} on ${totals.day} (UTC), at most $${costPerDayUsd} may`,
    };
  }
  if (budgets.perDay !== undefined && all.firings >= budgets.perDay) {
    return {
      by: 'budget',
      reason: `all rules together fired ${all.firings} times on ${all.day} (UTC), at most ${budgets.perDay} may`,
    };
  }
  if (budgets.costPerDayUsd !== undefined && all.costUsd >= budgets.costPerDayUsd) {
    return {
      by: 'budget',
      reason: `the work of all rules together cost $${all.costUsd.toFixed(2)} on ${all.day} (UTC), at most $${budgets.costPerDayUsd} may`,
    };
  }
  const lately = totals.lastMinuteMs.filter((ms) => clockMs - ms < minuteMs).length;
  if (lately >= perMinute) {
    return { by: 'runaway', reason: `it fired ${lately} times within a minute, at most ${perMinute} may` };
  }
  return undefined;
}

function paused(before: Admission, reason: string): Admission {
  return { ...before, totals: { ...before.totals, paused: true }, pauses: [...before.pauses, reason] };
}

/** One firing more; of when the last ones were, at most `kept` are. */
function counted(totals: Totals, clockMs: number, kept: number): Totals {
  const lately = [...totals.lastMinuteMs.filter((ms) => clockMs - ms < minuteMs), clockMs];
  const lastMinuteMs = kept === 0 ? [] : lately.slice(-kept);
  return { ...totals, firings: totals.firings + 1, lastMinuteMs };
}

/** Totals as they stand on the clock's day. */
function today(totals: Totals, clockMs: number): Totals {
  const day = new Date(clockMs).toISOString().slice(0, 10);
  return totals.day === day
    ? totals
    : {
        ...emptyTotals,
        day,
        failuresInRow: totals.failuresInRow,
        paused: totals.paused,
        lastMinuteMs: totals.lastMinuteMs,
      };
}
