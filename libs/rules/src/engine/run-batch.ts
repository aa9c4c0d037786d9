import TinyQueue from 'tinyqueue';
import type { SessionFacts } from '../facts/session-facts.ts';
import { stepHolds } from '../match.ts';
import type { Admission } from './admit.ts';
import type { Reading } from './read-batch.ts';
import type { InForce, Standing } from './standing.ts';
import { emptyState, emptyTotals, type KeyState, type Totals } from './state.ts';
import { dueMs, step } from './step.ts';
import type { Budgets, Firing, Held, Input } from './types.ts';

/** Where the engine keeps states between inputs. What was not set is empty. */
export interface StateStore {
  readonly states: Map<string, StoredState>;
  /** By rule; `*` for all together. */
  readonly totals: Map<string, Totals>;
  stopped: boolean;
}

export interface StoredState {
  readonly standing: Standing;
  readonly key: string;
  readonly state: KeyState;
  readonly due: number | undefined;
}

/** What came of a batch, in order. */
export interface Outcome {
  readonly firings: readonly Fired[];
  readonly held: readonly Held[];
  readonly pauses: readonly { readonly rule: string; readonly reason: string; readonly position: number }[];
  /** Names of states that are different now. */
  readonly changed: ReadonlySet<string>;
  readonly changedTotals: ReadonlySet<string>;
}

export interface Fired {
  readonly standing: Standing;
  readonly firing: Firing;
  /** The position of the event at which it came about, or of the last one before. */
  readonly position: number;
  /** What was known of the trigger's session then. */
  readonly facts: SessionFacts | undefined;
}

export interface RunOptions {
  readonly budgets: Budgets;
  /** Rules that are paused whatever the log says so far. */
  readonly paused: ReadonlySet<string>;
  readonly stopped: boolean;
  /** How many moments may be looked at; without a limit where absent. */
  readonly ticksMax?: number | undefined;
}

/** So much time would have to pass at once that nobody should wait for it. */
export class TooMuchTimeError extends Error {
  override name = 'TooMuchTimeError';
  constructor(ticks: number) {
    super(
      `more than ${ticks} moments of rules lie between two events, or behind the last one: let less time pass, or ask for less often`,
    );
  }
}

/** The name under which a state is kept. */
export function stateName(standing: Standing, key: string): string {
  return JSON.stringify([standing.rule.name, standing.rule.version, key]);
}

/**
 * Runs what was read through the rules: every input in the order of the log, and before it every tick that is due by the
 * clock, the earliest first. Then ticks up to `untilMs`. All states that may be due till then, or are named by an input,
 * have to be in the store.
 */
export function runBatch(
  reading: Pick<Reading, 'events' | 'factsAt'>,
  inForce: InForce,
  store: StateStore,
  { untilMs, position: before }: { readonly untilMs: number; readonly position: number },
  { budgets, paused, stopped, ticksMax = Number.POSITIVE_INFINITY }: RunOptions,
): Outcome {
  const firings: Fired[] = [];
  const held: Held[] = [];
  const pauses: { rule: string; reason: string; position: number }[] = [];
  const changed = new Set<string>();
  const changedTotals = new Set<string>();
  const queue = new TinyQueue<{ due: number; name: string }>([], (a, b) => a.due - b.due || (a.name < b.name ? -1 : 1));
  for (const [name, { due }] of store.states) if (due !== undefined) queue.push({ due, name });
  for (const standing of inForce.all) {
    if (standing.plan.pattern.type !== 'schedule') continue;
    const name = stateName(standing, scheduleKey);
    if (store.states.has(name)) continue;
    const due = dueMs(standing, emptyState);
    store.states.set(name, { standing, key: scheduleKey, state: emptyState, due });
    changed.add(name);
    if (due !== undefined) queue.push({ due, name });
  }

  const take = (standing: Standing, key: string, input: Input, clockMs: number, position: number, index: number) => {
    const name = stateName(standing, key);
    const rule = standing.rule.name;
    const known = store.states.get(name);
    const start: Admission = {
      key,
      state: known?.state ?? emptyState,
      totals: store.totals.get(rule) ?? emptyTotals,
      all: store.totals.get('*') ?? emptyTotals,
      firings: [],
      held: [],
      pauses: [],
    };
    const end = step(standing, start, input, {
      clockMs,
      position,
      stopped: stopped || store.stopped,
      paused: paused.has(rule),
      budgets,
      stepHolds: (match, earlier) => stepHolds(standing.rule, match, earlier),
    });
    if (end.state !== start.state) {
      const due = dueMs(standing, end.state);
      store.states.set(name, { standing, key, state: end.state, due });
      changed.add(name);
      if (due !== undefined) queue.push({ due, name });
    } else if (input.type === 'tick' && known?.due !== undefined) {
      // Nothing to do at that moment after all; the same moment is not looked at twice.
      const due = dueMs(standing, end.state);
      const next = due === undefined || due <= clockMs ? undefined : due;
      store.states.set(name, { ...known, due: next });
      changed.add(name);
      if (next !== undefined) queue.push({ due: next, name });
    }
    if (end.totals !== start.totals) changedTotals.add(rule);
    if (end.all !== start.all) changedTotals.add('*');
    store.totals.set(rule, end.totals);
    store.totals.set('*', end.all);
    for (const firing of end.firings) {
      const session = firing.matches.at(-1)?.session;
      const facts = session === undefined || session === '-' ? undefined : reading.factsAt(session, index);
      firings.push({ standing, firing, position, facts });
    }
    held.push(...end.held);
    for (const reason of end.pauses) pauses.push({ rule, reason, position });
  };
  let ticks = 0;
  const tick = (untilMs: number, position: number, index: number) => {
    for (let next = queue.peek(); next !== undefined && next.due <= untilMs; next = queue.peek()) {
      queue.pop();
      const known = store.states.get(next.name);
      if (known === undefined || known.due !== next.due) continue;
      ticks += 1;
      if (ticks > ticksMax) throw new TooMuchTimeError(ticksMax);
      take(known.standing, known.key, { type: 'tick' }, next.due, position, index);
    }
  };

  let last = before;
  reading.events.forEach(({ position, clockMs, inputs, stops }, index) => {
    tick(clockMs, last, index - 1);
    for (const { standing, key, input } of inputs) take(standing, key, input, clockMs, position, index);
    if (stops !== undefined) store.stopped = stops;
    last = position;
  });
  tick(untilMs, last, reading.events.length - 1);
  return { firings, held, pauses, changed, changedTotals };
}

/** The one key of a rule that fires by the clock. */
export const scheduleKey = 'schedule';
