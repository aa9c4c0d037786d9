import type { Database, Tables } from '@hookline/db';
import { type Explanation, explain, type KeyState, type Match, type Rule } from '@hookline/rules';
import { type BusEvent, type Cause, type RecordedEvent, readEvent } from '@hookline/schemas';
import { type Selectable, sql } from 'kysely';
import { readSwitches, type Switch } from '../switches/commands.ts';
import { clausesOf, type ShownClause } from './clauses.ts';
import { factsAt } from './facts-at.ts';
import { readHeld, type ShownHeld } from './held.ts';
import { ruleOf, rulesByName } from './known-rules.ts';
import { type LimitCheck, limitsAt } from './limits-at.ts';
import { orNull } from './shown-firing.ts';

/** What rules made of an event. */
export interface EventWhy {
  readonly event: {
    readonly id: string;
    readonly position: number;
    readonly kind: string;
    readonly time: string;
    readonly session: string | null;
  };
  readonly rules: readonly RuleWhy[];
}

/**
 * What one rule made of it. fired: it is part of a firing. held: it would have been. matched: it fits, and did not (or not
 * yet) make a firing. no: a clause is false. other-kind: the rule does not look at such events.
 */
interface RuleWhy {
  readonly rule: string;
  readonly version: string;
  readonly verdict: 'fired' | 'held' | 'matched' | 'no' | 'other-kind';
  /** In one sentence. */
  readonly reason: string;
  readonly firing: string | null;
  readonly clauses: readonly ShownClause[];
  readonly limits: readonly LimitCheck[];
}

type RuleRow = Selectable<Tables['rules']>;

/** Why each rule in force, or the one that is named, fired or did not fire for an event. */
export async function explainEvent(
  db: Database,
  { position, event: stored }: RecordedEvent,
  { rule: name, project, depth }: WhyOptions,
): Promise<EventWhy> {
  const event = readEvent(stored);
  const shown = {
    id: stored.id,
    position,
    kind: event?.kind ?? stored.type,
    time: stored.time,
    session: orNull(stored.session),
  };
  if (event === undefined) return { event: shown, rules: [] };
  const [rows, switches, fired, { held }] = await Promise.all([
    rowsOf(db, name),
    readSwitches(db.kysely),
    firingsOf(db, event.id, project),
    readHeld(db, { event: event.id, project, limit: 200 }),
  ]);
  const facts = await factsAt(db, event.session, position);
  const cause = causeOf(event) ?? (facts !== undefined && facts.cause.firing !== '' ? facts.cause : undefined);
  const known: Known = { depth, event, position, facts, cause, switches, held, fired };
  const rules: RuleWhy[] = [];
  for (const row of rows) rules.push(await explainRow(db, row, known));
  return { event: shown, rules };
}

/** Which rule, what may be seen, and how many firings may follow from one another at most. */
export interface WhyOptions {
  readonly rule?: string | undefined;
  readonly project?: string | undefined;
  readonly depth: number;
}

interface Known {
  readonly depth: number;
  readonly event: BusEvent;
  readonly position: number;
  readonly facts: Awaited<ReturnType<typeof factsAt>>;
  readonly cause: (Pick<Cause, 'depth' | 'rule'> & { readonly chain?: readonly string[] }) | undefined;
  readonly switches: readonly Switch[];
  readonly held: readonly ShownHeld[];
  readonly fired: readonly { firing: string; rule: string; version: string }[];
}

async function explainRow(db: Database, row: RuleRow, known: Known): Promise<RuleWhy> {
  const { event, facts } = known;
  const rule = ruleOf(row);
  const about = { rule: row.name, version: row.version, firing: null, clauses: [], limits: [] };
  if (rule === undefined)
    return { ...about, verdict: 'no', reason: "today's language does not take this version any more" };
  const fired = known.fired.find((one) => one.rule === row.name);
  const held = known.held.find((one) => one.rule === row.name);
  if (!rule.steps.has(event.kind)) {
    return { ...about, verdict: 'other-kind', reason: explain(rule, event, facts).reason };
  }
  const first = explain(rule, event, facts);
  const state = await stateOf(db, row, keyOf(first));
  const explanation = first.matches ? first : explain(rule, event, facts, earlierOf(state));
  const whole = { ...about, clauses: clausesOf(explanation), limits: limitsAt(rule, row, known) };
  if (fired !== undefined) {
    const version = fired.version === row.version ? '' : ` as version ${fired.version}`;
    return { ...whole, verdict: 'fired', reason: `it fired${version}`, firing: fired.firing };
  }
  if (held !== undefined) {
    const limits = [
      ...whole.limits.filter(({ name }) => name !== held.by),
      { name: held.by, text: held.reason, ok: false },
    ];
    return { ...whole, limits, verdict: 'held', reason: held.reason };
  }
  if (!explanation.matches) return { ...whole, verdict: 'no', reason: explanation.reason };
  const barred = whole.limits.find(({ name, ok }) => !ok && forEver.has(name));
  if (barred !== undefined) return { ...whole, verdict: 'held', reason: barred.text };
  const broken = whole.limits.find(({ ok }) => !ok);
  return { ...whole, verdict: 'matched', reason: broken?.text ?? waitingFor(rule, state) };
}

/** What keeps an event from acting whatever else happens; others may have been otherwise when it came. */
const forEver: ReadonlySet<string> = new Set(['gate', 'history', 'depth', 'self']);

/** The version in force of every rule, or of the one that is named the last one that was. */
async function rowsOf(db: Database, name: string | undefined): Promise<RuleRow[]> {
  const query = rulesByName(db);
  return await (name === undefined ? query.where('withdrawnAt', 'is', null) : query.where('name', '=', name)).execute();
}

async function firingsOf(db: Database, event: string, project?: string) {
  const among = JSON.stringify([{ id: event }]);
  let query = db.kysely
    .selectFrom('firings')
    .select(['firing', 'rule', 'version'])
    .where(sql<boolean>`matches @> ${among}::jsonb`);
  if (project !== undefined) query = query.where('project', '=', project);
  return await query.limit(200).execute();
}

function causeOf({ data }: BusEvent): Cause | undefined {
  return 'cause' in data ? (data.cause as Cause | undefined) : undefined;
}

function keyOf({ steps }: Explanation): string | undefined {
  return (steps.find(({ holds, key }) => holds && key !== undefined) ?? steps.find(({ key }) => key !== undefined))
    ?.key;
}

async function stateOf(
  db: Database,
  { name, version }: RuleRow,
  key: string | undefined,
): Promise<KeyState | undefined> {
  if (key === undefined) return undefined;
  const row = await db.kysely
    .selectFrom('ruleStates')
    .select('state')
    .where('rule', '=', name)
    .where('version', '=', version)
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.state as KeyState | undefined;
}

/** What of a sequence is there already for the key. */
function earlierOf(state: KeyState | undefined): readonly Match[] {
  return state?.open.at(-1) ?? [];
}

/** What a match that nothing held back still waits for. */
function waitingFor({ plan: { pattern } }: Rule, state: KeyState | undefined): string {
  switch (pattern.type) {
    case 'count':
      return `it counts; the rule fires at ${pattern.atLeast} in ${pattern.withinMs / 1_000} s, and now there are ${state?.window.length ?? 0}`;
    case 'sequence':
      return `it is a step of the sequence; ${pattern.steps} have to happen in ${pattern.withinMs / 1_000} s`;
    case 'absence':
      return `it fires when nothing comes for ${pattern.withinMs / 1_000} s`;
    default:
      if ((state?.gathering.length ?? 0) > 0) return 'it is gathered with others; they become one firing';
      if ((state?.queue.length ?? 0) > 0) return 'it waits until the firing before it has ended';
      return 'it matches; the engine has not read it yet, or it was taken before this version was in force';
  }
}
