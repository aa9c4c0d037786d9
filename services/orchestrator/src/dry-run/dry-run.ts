import { type Database, readArchive } from '@hookline/db';
import { actionsOf, type Budgets, type Fired, type Held, type Rule, type Simulated, Simulation } from '@hookline/rules';
import { kindOf } from '../actions/index.ts';
import { orNull, type ShownMatch } from '../why/shown-firing.ts';
import { Costs, sumOf } from './costs.ts';
import { readFromAfter, type Window } from './window.ts';

export interface DryRunOptions extends Window {
  /** Takes what was imported as heard of when it happened; otherwise it is history, and never acts. */
  readonly asIfLive: boolean;
  readonly budgets: Budgets;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Milliseconds, Unix: up to when time passes after the last event. */
  readonly nowMs: number;
}

/** What one rule would have done. */
export interface DryRunOfRule {
  /** At most 1,000; `found` counts all of them. */
  readonly firings: readonly DryFiring[];
  readonly found: number;
  readonly costUsd: number | null;
  readonly held: readonly { readonly by: string; readonly reason: string; readonly count: number }[];
  readonly pauses: readonly string[];
}

/** A firing that would have been. */
interface DryFiring {
  readonly firing: string;
  readonly key: string;
  readonly position: number;
  /** When it would have been, by the clock of the engine. */
  readonly time: string;
  readonly session: string | null;
  readonly inputs: readonly ShownMatch[];
  /** What each action would do, in one line. */
  readonly would: readonly string[];
  readonly costUsd: number | null;
}

export interface DryRun {
  readonly rules: ReadonlyMap<string, DryRunOfRule>;
  /** How many events were read. */
  readonly events: number;
}

/** Too much is asked of one dry run. */
export class TooMuchToReadError extends Error {
  override name = 'TooMuchToReadError';
}

export const firingsMax = 1_000;
const eventsMax = 3_000_000;
/** Of one batch: some seconds in which nothing else is done here. */
const ticksMax = 50_000;
const batchSize = 500;
const inputsMax = 50;
/** How far the engine's clock stays behind the wall's when it has read everything. */
const behindMs = 2_000;
/** What was recorded later than now, by a clock that went wrong, is taken as of now; the engine does so too. */
const aheadMs = 60_000;

/**
 * What rules would have done over history: the engine itself, over the archive, on a state of its own. Nothing is written.
 * Each rule runs as if it were the only one, but for budgets, which they share.
 */
export async function dryRun(db: Database, rules: readonly Rule[], options: DryRunOptions): Promise<DryRun> {
  const { asIfLive, budgets, signal, session, project, until, nowMs } = options;
  const fired = await versionsThatFired(db, rules);
  const endsAtOnce = ({ name, version }: Rule) => !fired.has(`${name} ${version}`);
  const simulation = new Simulation(rules, { asIfLive, budgets, endsAtOnce, ticksMax });
  simulation.memory.latestMs = nowMs + aheadMs;
  const costs = await Costs.read(db, project);
  const tallies = new Map(rules.map(({ name }) => [name, new Tally(costs)]));
  const take = ({ firings, held, pauses }: Simulated) => {
    for (const fired of firings) if (isInside(fired, options)) tallies.get(fired.standing.rule.name)?.fired(fired);
    for (const one of held) if (isHeldInside(one, options)) tallies.get(one.rule)?.held(one);
    for (const { rule, reason } of pauses) tallies.get(rule)?.paused(reason);
  };
  let after = await readFromAfter(db, options, rules);
  let events = 0;
  for (;;) {
    signal.throwIfAborted();
    const batch = await readArchive(db, { after, until, session, project, limit: batchSize });
    take(simulation.feed(batch));
    events += batch.length;
    if (batch.length < batchSize) break;
    if (events >= eventsMax) {
      throw new TooMuchToReadError(`more than ${eventsMax} events would have to be read: ask for a later beginning`);
    }
    after = batch.at(-1)!.position;
  }
  if (until === undefined) take(simulation.passTo(nowMs - behindMs));
  return { events, rules: new Map([...tallies].map(([name, tally]) => [name, tally.result()])) };
}

/** Gathers what comes of one rule. */
class Tally {
  readonly #costs: Costs;
  readonly #firings: DryFiring[] = [];
  readonly #held = new Map<string, { by: string; reason: string; count: number }>();
  readonly #pauses: string[] = [];
  #found = 0;
  #costUsd: number | null = 0;

  constructor(costs: Costs) {
    this.#costs = costs;
  }

  fired({ standing, firing, position, facts }: Fired): void {
    const { id, key, matches, atMs } = firing;
    const actions = actionsOf(standing.rule, { firing, matches, facts, nowMs: atMs });
    const costUsd = this.#costs.ofAll(actions);
    this.#found += 1;
    this.#costUsd = sumOf([this.#costUsd, costUsd]);
    if (this.#firings.length >= firingsMax) return;
    this.#firings.push({
      firing: id,
      key,
      position: matches.at(-1)?.position ?? position,
      time: new Date(atMs).toISOString(),
      session: orNull(matches.at(-1)?.session ?? '-'),
      inputs: matches.slice(-inputsMax).map((match) => ({
        id: match.id,
        position: match.position,
        kind: match.event.kind,
        time: match.event.time,
        session: orNull(match.session),
        step: match.step,
      })),
      would: actions.map((action) => kindOf(action).describe(action)),
      costUsd,
    });
  }

  held({ by, reason }: Held): void {
    const known = this.#held.get(by);
    this.#held.set(by, { by, reason, count: (known?.count ?? 0) + 1 });
  }

  paused(reason: string): void {
    this.#pauses.push(reason);
  }

  result(): DryRunOfRule {
    const held = [...this.#held.values()].toSorted((a, b) => b.count - a.count);
    return { firings: this.#firings, found: this.#found, costUsd: this.#costUsd, held, pauses: this.#pauses };
  }
}

function isInside({ firing, position }: Fired, { since, from, until }: Window): boolean {
  const trigger = firing.matches.at(-1);
  const at = trigger?.position ?? position;
  if (since !== undefined && (trigger?.timeMs ?? firing.atMs) < since.getTime()) return false;
  return at >= (from ?? 0) && at <= (until ?? Number.MAX_SAFE_INTEGER);
}

function isHeldInside({ position, atMs }: Held, { since, from, until }: Window): boolean {
  if (since !== undefined && atMs < since.getTime()) return false;
  return position >= (from ?? 0) && position <= (until ?? Number.MAX_SAFE_INTEGER);
}

/** Versions that acted already: the log tells when their work ended. */
async function versionsThatFired(db: Database, rules: readonly Rule[]): Promise<ReadonlySet<string>> {
  if (rules.length === 0) return new Set();
  const rows = await db.kysely
    .selectFrom('firings')
    .select(['rule', 'version'])
    .distinct()
    .where(
      'rule',
      'in',
      rules.map(({ name }) => name),
    )
    .execute();
  return new Set(rows.map(({ rule, version }) => `${rule} ${version}`));
}
