import { type BusEvent, type RecordedEvent, readEvent } from '@hookline/schemas';
import type { Rule } from '../parse-rule.ts';
import { clockBehindMs, type ReadingMemory, readBatch } from './read-batch.ts';
import { type Fired, runBatch, type StateStore } from './run-batch.ts';
import { type InForce, inForce, standingOf } from './standing.ts';
import type { Budgets, Held } from './types.ts';

export interface SimulationOptions {
  readonly budgets?: Budgets;
  /** The gate of every rule; 0, so that everything may act, where absent. */
  readonly gate?: number;
  /** Takes every event as heard of when it happened: what rules would have done, had they been there. */
  readonly asIfLive?: boolean;
  /**
   * Rules whose work is taken as ended at once. What was never in force left no events that tell of an end; its modes would
   * wait for ever.
   */
  readonly endsAtOnce?: (rule: Rule) => boolean;
  /** Where time begins, Unix milliseconds; with the first event where absent. */
  readonly fromMs?: number;
  /** Moments that one call may go through, which holds up all else in this process; beyond it throws `TooMuchTimeError`. */
  readonly ticksMax?: number;
  readonly onFault?: (rule: string, position: number, error: unknown) => void;
}

/** What rules do over events, without doing it: the engine itself, on states in memory. */
export class Simulation {
  readonly #rules: readonly Rule[];
  #inForce: InForce = inForce([]);
  readonly #options: SimulationOptions;
  readonly #seen = new Set<string>();
  readonly memory: ReadingMemory = { clockMs: 0, facts: new Map(), ties: new Map() };
  readonly store: StateStore = { states: new Map(), totals: new Map(), stopped: false };
  readonly #budgets: Budgets;
  #position = 0;

  constructor(rules: readonly Rule[], options: SimulationOptions = {}) {
    this.#rules = rules;
    this.#options = options;
    this.#budgets = options.budgets ?? { depth: 32 };
    if (options.fromMs !== undefined) this.#begin(options.fromMs);
  }

  /** Takes events in the order of the log. An id that came before is left out. */
  feed(batch: readonly (RecordedEvent | { readonly position: number; readonly event: BusEvent })[]): Simulated {
    const events: { position: number; event: BusEvent }[] = [];
    for (const { position, event: stored } of batch) {
      if (this.#seen.has(stored.id)) continue;
      this.#seen.add(stored.id);
      const event = 'kind' in stored ? (stored as BusEvent) : readEvent(stored);
      if (event === undefined) continue;
      events.push({ position, event: this.#options.asIfLive ? { ...event, recordedtime: event.time } : event });
    }
    const [first] = events;
    if (this.memory.clockMs === 0 && first !== undefined) {
      this.#begin(Date.parse(first.event.recordedtime ?? first.event.time) - clockBehindMs);
    }
    const { byKind, byRule } = this.#inForce;
    const reading = readBatch(events, byKind, byRule, this.memory, this.#options.onFault ?? (() => {}));
    return this.#run(reading, this.memory.clockMs);
  }

  /** Lets time go on to a moment, Unix milliseconds, without an event. */
  passTo(clockMs: number): Simulated {
    this.memory.clockMs = Math.max(this.memory.clockMs, clockMs);
    return this.#run({ events: [], factsAt: (session) => this.memory.facts.get(session) }, this.memory.clockMs);
  }

  /** Schedules count from here. */
  #begin(sinceMs: number): void {
    this.memory.clockMs = sinceMs;
    const from = { gate: this.#options.gate ?? 0, sinceMs };
    const standings = this.#rules.map((rule) => standingOf(rule, from));
    const { endsAtOnce = () => false } = this.#options;
    this.#inForce = inForce(standings.map((one) => (endsAtOnce(one.rule) ? { ...one, units: 0 } : one)));
  }

  #run(reading: Parameters<typeof runBatch>[0], untilMs: number): Simulated {
    const outcome = runBatch(
      reading,
      this.#inForce,
      this.store,
      { untilMs, position: this.#position },
      { budgets: this.#budgets, paused: new Set(), stopped: false, ticksMax: this.#options.ticksMax },
    );
    this.#position = reading.events.at(-1)?.position ?? this.#position;
    return outcome;
  }
}

/** What a simulated batch came to. */
export interface Simulated {
  readonly firings: readonly Fired[];
  readonly held: readonly Held[];
  readonly pauses: readonly { readonly rule: string; readonly reason: string; readonly position: number }[];
}
