import { newEvent, readEvent } from '@hookline/schemas';
import type { Action } from './actions/action.ts';
import { actionsOf } from './actions-of.ts';
import { type Simulated, Simulation } from './engine/simulation.ts';
import type { Held, Match } from './engine/types.ts';
import { type ClauseValue, explain } from './explain.ts';
import { noFacts } from './facts/fold-facts.ts';
import { factsWith, recordedEvents, type TestEvent, testEvents } from './given.ts';
import { matchesOf } from './match.ts';
import type { Rule } from './parse-rule.ts';
import type { RuleTest } from './rule-file.ts';

/** What a test inside a rule file gave. */
export interface RuleTestResult {
  readonly test: string;
  readonly passed: boolean;
  readonly expected: number;
  readonly found: number;
  /** What is not as expected, a sentence each. */
  readonly faults: readonly string[];
  /** What it did: the actions of all firings, in order. */
  readonly actions: readonly Action[];
  readonly held: readonly Held[];
  /** What each clause of each event came to. */
  readonly clauses: readonly ClauseValue[];
}

/** The texts of the recordings that tests name, by the path they name them with. */
export type Recordings = ReadonlyMap<string, string>;

const depth = 32;
const eventsMax = 10_000;
/** Seconds at most: tests run where rules work. */
const ticksMax = 10_000;
const allMs = 10_000;

/** Runs the tests that a rule carries through the engine itself, without doing anything. Never throws. */
export function runRuleTests(rule: Rule, recordings: Recordings = new Map()): RuleTestResult[] {
  const untilMs = performance.now() + allMs;
  return rule.file.tests.map((test, index) => {
    const name = test.name ?? `test ${index + 1}`;
    const expected = test.expect.firings;
    try {
      if (performance.now() > untilMs) throw new Error(`the tests before it took longer than ${allMs / 1_000} s`);
      const run = simulated(rule, test, recordings);
      const faults = unexpected(test, run);
      return { test: name, passed: faults.length === 0, expected, found: run.firings, faults, ...run.seen };
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      return { test: name, passed: false, expected, found: 0, faults: [fault], actions: [], held: [], clauses: [] };
    }
  });
}

interface Run {
  readonly firings: number;
  readonly seen: { readonly actions: Action[]; readonly held: Held[]; readonly clauses: ClauseValue[] };
}

function simulated(rule: Rule, test: RuleTest, recordings: Recordings): Run {
  const recorded = typeof test.given === 'string';
  const events = typeof test.given === 'string' ? recording(test.given, recordings) : testEvents(test.given);
  const simulation = new Simulation([rule], { budgets: { depth }, asIfLive: recorded, ticksMax });
  const seen = { actions: [] as Action[], held: [] as Held[], clauses: [] as ClauseValue[] };
  let firings = 0;
  const take = ({ firings: fired, held }: Simulated) => {
    firings += fired.length;
    seen.held.push(...held);
    for (const { firing, facts } of fired) {
      seen.actions.push(...actionsOf(rule, { firing, matches: firing.matches, facts, nowMs: firing.atMs }));
    }
  };
  if (test.from !== undefined) take(simulation.feed([{ position: 1, event: beginning(test.from) }]));
  const matched: Match[] = [];
  events.forEach(({ event, facts }, index) => {
    const known = simulation.memory.facts;
    if (facts !== undefined)
      known.set(event.session, factsWith(known.get(event.session) ?? noFacts(event.session), facts));
    take(simulation.feed([{ position: index + 2, event }]));
    const now = event.session === '-' ? undefined : known.get(event.session);
    for (const step of explain(rule, event, now, matched).steps) seen.clauses.push(...step.clauses);
    matched.push(...matchesOf(rule, event, index + 2, Date.parse(event.time), now));
  });
  take(simulation.passTo(test.at === undefined ? simulation.memory.clockMs + waitsMs(rule) : Date.parse(test.at)));
  return { firings, seen };
}

function recording(path: string, recordings: Recordings): TestEvent[] {
  const text = recordings.get(path);
  if (text === undefined) throw new Error(`there is no recording ${path}: its path is relative to the rule file`);
  const events = recordedEvents(text);
  if (events.length > eventsMax) throw new Error(`${path} has ${events.length} events, expected at most ${eventsMax}`);
  return events;
}

/** The recordings that the tests of a rule name. */
export function recordingsOf(rule: Rule): string[] {
  return [...new Set(rule.file.tests.flatMap(({ given }) => (typeof given === 'string' ? [given] : [])))];
}

/** An event that nothing looks at: time begins with it. */
function beginning(time: string) {
  return readEvent(
    newEvent({
      kind: 'orchestration.resumed',
      id: 'beginning',
      source: 'urn:hookline:test',
      time,
      origin: 'derived',
      data: { by: 'test' },
    }),
  )!;
}

/** How long anything of a rule may wait, and the two seconds that its clock is behind. */
function waitsMs({ plan }: Rule): number {
  const { pattern, settle, latenessMs } = plan;
  const within = 'withinMs' in pattern ? pattern.withinMs : 0;
  const gathers = settle === undefined ? 0 : settle.type === 'debounce' ? settle.mostMs : settle.waitMs;
  return latenessMs + within + gathers + 4_000;
}

function unexpected({ expect }: RuleTest, { firings, seen }: Run): string[] {
  const faults: string[] = [];
  if (firings !== expect.firings) faults.push(`found ${firings} firings, expected ${expect.firings}`);
  if (expect.actions !== undefined) {
    if (seen.actions.length !== expect.actions.length) {
      faults.push(`found ${seen.actions.length} actions, expected ${expect.actions.length}`);
    }
    expect.actions.forEach((expected, index) => {
      const found = seen.actions[index];
      const fault = found === undefined ? undefined : difference(found, expected, `action ${index + 1}`);
      if (fault !== undefined) faults.push(fault);
    });
  }
  if (typeof expect.held === 'number' && seen.held.length !== expect.held) {
    faults.push(`found ${seen.held.length} matches held back${reasons(seen.held)}, expected ${expect.held}`);
  } else if (typeof expect.held === 'object') {
    for (const [by, count] of Object.entries(expect.held)) {
      const found = seen.held.filter((one) => one.by === by).length;
      if (found !== count)
        faults.push(`found ${found} matches held back by ${by}${reasons(seen.held)}, expected ${count}`);
    }
  }
  return faults;
}

function reasons(held: readonly Held[]): string {
  return held.length === 0 ? '' : ` (${[...new Set(held.map(({ reason }) => reason))].slice(0, 3).join('; ')})`;
}

/** Where what was found first differs from what was expected of it; only what is expected is looked at. */
function difference(found: unknown, expected: unknown, path: string): string | undefined {
  if (typeof expected !== 'object' || expected === null) {
    return found === expected ? undefined : `${path}: found ${shortText(found)}, expected ${shortText(expected)}`;
  }
  if (typeof found !== 'object' || found === null) {
    return `${path}: found ${shortText(found)}, expected ${shortText(expected)}`;
  }
  for (const [field, one] of Object.entries(expected)) {
    const fault = difference((found as Record<string, unknown>)[field], one, `${path}.${field}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
