import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { readSwitches, type Switch } from '../switches/commands.ts';
import { ruleOf, rulesByName } from '../why/known-rules.ts';
import type { Fault } from './source.ts';

/** A rule as lists show it. What is null was kept from a token of one project, or is not there. */
export interface ShownRule {
  readonly name: string;
  readonly description: string | null;
  readonly version: string;
  readonly source: string;
  readonly path: string | null;
  readonly commit: string | null;
  readonly gate: number;
  readonly publishedAt: string;
  readonly publishedBy: string | null;
  readonly state: 'in-force' | 'paused' | 'withdrawn';
  readonly paused: Omit<Switch, 'rule'> | null;
  readonly firingsToday: number;
  readonly costTodayUsd: number | null;
  readonly failuresInRow: number;
  readonly lastFiredAt: string | null;
  readonly limits: ShownLimits;
  readonly faults: readonly Fault[];
}

interface ShownLimits {
  readonly perDay: number | null;
  readonly costPerDayUsd: number | null;
  readonly failures: number | null;
  readonly cooldownMs: number | null;
  readonly throttle: { readonly runs: number; readonly perMs: number } | null;
  readonly depth: number | null;
}

/** What of the rules one may see: all that is kept of them, or only what one project has to do with them. */
export interface RuleView {
  readonly project?: string | undefined;
  readonly name?: string | undefined;
  /** Also those that nobody offers any more. */
  readonly withdrawn?: boolean | undefined;
}

/** Rules by name: of each the version in force, else the one that was last. */
export async function readRules(db: Database, { project, name, withdrawn = false }: RuleView): Promise<ShownRule[]> {
  let query = rulesByName(db);
  if (name !== undefined) query = query.where('name', '=', name);
  if (!withdrawn) query = query.where('withdrawnAt', 'is', null);
  const [rows, switches, faults, totals, fired] = await Promise.all([
    query.execute(),
    readSwitches(db.kysely),
    readFaults(db),
    totalsOf(db),
    firedOf(db, project),
  ]);
  return rows.map((row) => {
    const rule = ruleOf(row);
    const thrown = switches.find((one) => one.rule === row.name);
    const own = totals.get(row.name);
    const mine = fired.get(row.name);
    const whole = project === undefined;
    return {
      name: row.name,
      description: whole ? (rule?.file.description ?? null) : null,
      version: row.version,
      source: row.origin,
      path: whole ? row.path : null,
      commit: whole ? row.commit : null,
      gate: row.gate,
      publishedAt: row.publishedAt,
      publishedBy: whole ? row.publishedBy : null,
      state: row.withdrawnAt !== null ? 'withdrawn' : thrown !== undefined ? 'paused' : 'in-force',
      paused: thrown === undefined ? null : without(thrown, whole),
      firingsToday: whole ? (own?.firings ?? 0) : (mine?.today ?? 0),
      costTodayUsd: whole ? (own?.costUsd ?? 0) : null,
      failuresInRow: whole ? (own?.failuresInRow ?? 0) : 0,
      lastFiredAt: mine?.lastAt ?? null,
      limits: limitsOf(rule),
      faults: whole ? faults.filter((fault) => fault.rule === row.name) : [],
    };
  });
}

/** What is wrong with files of rules, the leader found last. */
export async function readFaults(db: Database): Promise<Fault[]> {
  const rows = await db.kysely.selectFrom('ruleFaults').selectAll().orderBy('number').execute();
  return rows.map(({ origin, path, rule, line, column, message }) => ({
    origin: origin as Fault['origin'],
    path,
    rule,
    line,
    column,
    message,
  }));
}

/** Why somebody stopped something may name what is not of the project. */
function without({ by, reason, automatic, since }: Switch, whole: boolean): Omit<Switch, 'rule'> {
  return whole ? { by, reason, automatic, since } : { by: '', reason: '', automatic, since };
}

function limitsOf(rule: ReturnType<typeof ruleOf>): ShownLimits {
  const limits = rule?.plan.limits;
  return {
    perDay: limits?.perDay ?? null,
    costPerDayUsd: limits?.costPerDayUsd ?? null,
    failures: limits?.failures ?? null,
    cooldownMs: limits?.cooldownMs ?? null,
    throttle: limits?.throttle ?? null,
    depth: limits?.depth ?? null,
  };
}

interface TotalsOfDay {
  readonly day: string;
  readonly firings: number;
  readonly costUsd: number;
  readonly failuresInRow: number;
}

/** What the engine counted; figures of an earlier day are none of today. */
async function totalsOf(db: Database): Promise<ReadonlyMap<string, TotalsOfDay>> {
  const rows = await db.kysely.selectFrom('ruleTotals').selectAll().execute();
  const today = new Date().toISOString().slice(0, 10);
  return new Map(
    rows.map(({ rule, totals }) => {
      const kept = totals as TotalsOfDay;
      return [rule, kept.day === today ? kept : { ...kept, firings: 0, costUsd: 0 }];
    }),
  );
}

async function firedOf(db: Database, project?: string) {
  let query = db.kysely
    .selectFrom('firings')
    .select(['rule', sql<string>`max(at)`.as('lastAt')])
    .select(sql<number>`count(*) filter (where at >= date_trunc('day', now()))`.as('today'))
    .groupBy('rule');
  if (project !== undefined) query = query.where('project', '=', project);
  const rows = await query.execute();
  return new Map(rows.map(({ rule, ...row }) => [rule, row]));
}
