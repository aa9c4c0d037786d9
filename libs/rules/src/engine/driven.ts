import type { Plan } from '../plan.ts';
import type { Admission } from './admit.ts';
import { emptyState, emptyTotals } from './state.ts';
import { dueMs, step } from './step.ts';
import type { EngineRule, Firing, Held, Input, Match } from './types.ts';

/** A plan for tests: a single pattern without limits, and what is told. */
export function planned(told: Partial<Plan> & { limits?: Partial<Plan['limits']> } = {}): Plan {
  return {
    rule: 'watch',
    version: 'v1',
    pattern: { type: 'single' },
    latenessMs: 0,
    freshMs: 3_600_000,
    mode: 'together',
    ...told,
    limits: { depth: 3, self: false, perMinute: 1_000, failures: 5, ...told.limits },
  };
}

/** A match for tests: `a` at second 10 is `matched('a', 10)`. */
export function matched(id: string, atS: number, more: Partial<Match> = {}): Match {
  const timeMs = epochMs + atS * 1_000;
  const time = new Date(timeMs).toISOString();
  return {
    step: 0,
    key: 'k',
    id,
    position: 1,
    timeMs,
    heardMs: timeMs,
    session: '-',
    project: '-',
    event: { id, kind: 'tool.failed', time, data: {} },
    ...more,
  };
}

const epochMs = Date.parse('2026-03-01T00:00:00Z');

/** One key of one rule, driven as the engine drives it: ticks when they are due, then the input. */
export class Driven {
  readonly rule: EngineRule;
  readonly firings: { readonly firing: Firing; readonly atS: number }[] = [];
  readonly held: Held[] = [];
  readonly pauses: string[] = [];
  #now: Admission;
  stopped = false;

  constructor(plan: Plan, rule: Partial<EngineRule> = {}) {
    this.rule = { plan, gate: 0, sinceMs: epochMs, units: 0, ...rule };
    this.#now = {
      key: 'k',
      state: emptyState,
      totals: emptyTotals,
      all: emptyTotals,
      firings: [],
      held: [],
      pauses: [],
    };
  }

  /** Lets the clock go on to a second. */
  to(atS: number): this {
    const untilMs = epochMs + atS * 1_000;
    for (let due = dueMs(this.rule, this.#now.state); due !== undefined && due <= untilMs; ) {
      this.#take({ type: 'tick' }, due);
      const next = dueMs(this.rule, this.#now.state);
      if (next !== undefined && next <= due) break;
      due = next;
    }
    return this;
  }

  /** Hears of a match at a second; when it happened where none is told. */
  hears(match: Match, atS = (match.timeMs - epochMs) / 1_000): this {
    this.to(atS);
    return this.#take({ type: 'match', match: { ...match, heardMs: epochMs + atS * 1_000 } }, epochMs + atS * 1_000);
  }

  takes(input: Input, atS: number): this {
    this.to(atS);
    return this.#take(input, epochMs + atS * 1_000);
  }

  get state() {
    return this.#now.state;
  }

  get totals() {
    return this.#now.totals;
  }

  #take(input: Input, clockMs: number): this {
    const { stopped } = this;
    const context = {
      clockMs,
      position: 1,
      stopped,
      paused: false,
      budgets: { depth: 8 },
      stepHolds: (match: Match, earlier: readonly Match[]) => match.distinct === earlier[0]?.distinct,
    };
    // As out of the database: a restart between any two inputs changes nothing.
    const kept = JSON.parse(JSON.stringify(this.#now)) as Admission;
    this.#now = step(this.rule, kept, input, context);
    for (const firing of this.#now.firings) this.firings.push({ firing, atS: (clockMs - epochMs) / 1_000 });
    this.held.push(...this.#now.held);
    this.pauses.push(...this.#now.pauses);
    this.#now = { ...this.#now, firings: [], held: [], pauses: [] };
    return this;
  }

  /** The matched events of each firing, in words: `a+b at 10`. */
  get fired(): string[] {
    return this.firings.map(({ firing, atS }) => `${firing.matches.map(({ id }) => id).join('+')} at ${atS}`);
  }

  get heldBy(): string[] {
    return this.held.map(({ by, events }) => `${events.join('+')}: ${by}`);
  }
}
