import type { BusEvent, Cause } from '@hookline/schemas';
import { eventObject, eventValues, factsOf, type SomeFacts } from './cel/values.ts';
import { cutText } from './cut-text.ts';
import type { Match } from './engine/types.ts';
import { shapeOf } from './event-types.ts';
import type { SessionFacts } from './facts/session-facts.ts';
import type { Rule } from './parse-rule.ts';
import { slimEvent } from './slim.ts';
import type { Step } from './steps.ts';
import { shown } from './templates.ts';

const keyMax = 500;

/**
 * What an event is to a rule: a match for each step that it may be, as far as the event alone can tell. `facts` are those of
 * its session after it. Pure, and never throws; none for a kind that the rule does not look at.
 */
export function matchesOf(
  rule: Rule,
  event: BusEvent,
  position: number,
  heardMs: number,
  facts: SessionFacts | undefined,
  cause?: Cause | undefined,
): Match[] {
  const steps = rule.steps.get(event.kind);
  if (steps === undefined) return none;
  let found: Match[] | undefined;
  for (const step of steps) {
    const known = valuesOf(event, step, facts);
    const { values } = known;
    if (step.where !== undefined && !step.where.holds(values)) continue;
    const key = keyOf(step, values);
    if (key === undefined) continue;
    const distinct = step.distinct?.evaluate(values);
    if (step.distinct !== undefined && distinct === undefined) continue;
    found ??= [];
    found.push({
      step: step.number,
      key,
      id: event.id,
      position,
      // Nothing happens after it was heard of: what says so would wait, or keep others waiting, till then.
      timeMs: Math.min(known.timeMs, heardMs),
      heardMs,
      session: event.session,
      project: event.project,
      cause,
      distinct: distinct === undefined ? undefined : cutText(shown(distinct), keyMax),
      event: slimEvent(event, known.facts, rule.keptFacts),
    });
  }
  return found ?? none;
}

const none: Match[] = [];

/** The key of a step for an event; undefined where it asks for what is not there. */
export function keyOf(step: Step, values: object): string | undefined {
  const key = step.key.evaluate(values);
  return typeof key === 'string' ? key.slice(0, keyMax).replaceAll('\0', '␀').toWellFormed() : undefined;
}

/**
 * Whether a match fits the matches of the steps before it: what its step's `where` asks of them. They are told apart by
 * `step`. Never throws.
 */
export function stepHolds(rule: Rule, match: Match, earlier: readonly Match[]): boolean {
  const step = rule.steps.get(match.event.kind)?.find((one) => one.number === match.step);
  if (step === undefined) return false;
  return step.later === undefined || step.later.evaluate(stepValues(rule, match, earlier, step)) === true;
}

/** The values of a match beside those of the steps before it. */
function stepValues(rule: Rule, match: Match, earlier: readonly Match[], step: Step): object {
  return Object.assign(eventValues(match.event, step.shape, keptOf(match)), namedValues(rule, earlier));
}

/** The events of named steps by their names. */
export function namedValues(rule: Rule, matches: readonly Match[]): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const match of matches) {
    const name = rule.file.sequence?.steps[match.step]?.as;
    if (name !== undefined) named[name] = matchObject(match);
  }
  return named;
}

/** A match as a value: the attributes, data and session of its event. */
export function matchObject(match: Match): object {
  return eventObject(match.event, shapeOf(match.event.kind), keptOf(match));
}

/** What was kept of a match's session. */
export function keptOf(match: Match): SomeFacts {
  return match.event.session as SomeFacts;
}

/** The last event's values, because all rules look at one event before they look at the next. */
let latest: Known | undefined;

interface Known {
  readonly event: BusEvent;
  readonly given: SessionFacts | undefined;
  readonly facts: SessionFacts;
  readonly values: object;
  readonly timeMs: number;
}

function valuesOf(event: BusEvent, step: Step, given: SessionFacts | undefined): Known {
  if (latest?.event === event && latest.given === given) return latest;
  const facts = factsOf(event, given);
  latest = { event, given, facts, values: eventValues(event, step.shape, facts), timeMs: Date.parse(event.time) };
  return latest;
}
