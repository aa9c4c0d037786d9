import { type BusEvent, type CloudEvent, type Kind, newEvent, readEvent } from '@hookline/schemas';
import { attributes } from './cel/scope.ts';
import { emptyData, kindNames, shapeOf } from './event-types.ts';
import { factsShape, type SessionFacts } from './facts/session-facts.ts';
import { durationMs } from './file/duration.ts';
import type { ShapeFault } from './file/file-faults.ts';
import { nearest } from './nearest.ts';
import type { GivenEvent, RuleFile } from './rule-file.ts';

const beginning = '2026-01-01T00:00:00.000Z';
const stepMs = 1_000;
const session = 'test:session';

/** Attributes that a test may give beside those that expressions may ask for. */
const others = ['session', 'sequence', 'adapter', 'harnessversion', 'correlationid', 'causationid', 'recordedtime'];
const keys = ['kind', 'data', 'after', ...attributes.filter((name) => name !== 'kind'), ...others];

/** An event of a test, with the facts that the test says its session has before it. */
export interface TestEvent {
  readonly event: BusEvent;
  readonly facts?: Partial<SessionFacts> | undefined;
}

/**
 * The events a test gives. It names only what matters: a kind, some data, some attributes. Each happens a second after the
 * one before, or `after: 10m`, or at its own `time`. `session` may be an id or facts by name. What data has to have and is
 * not given is empty.
 */
export function testEvents(given: readonly GivenEvent[]): TestEvent[] {
  let atMs = Date.parse(beginning) - stepMs;
  return given.map(({ kind, data, after, session: told, ...attributes }, index) => {
    atMs += typeof after === 'string' ? (durationMs(after) ?? stepMs) : stepMs;
    const time = typeof attributes.time === 'string' ? attributes.time : new Date(atMs).toISOString();
    atMs = Date.parse(time);
    const facts = typeof told === 'object' && told !== null ? (told as Partial<SessionFacts>) : undefined;
    const id = facts === undefined ? (told ?? session) : (facts.id ?? session);
    const event = newEvent({
      id: `given-${index}`,
      source: 'urn:hookline:test',
      origin: 'hook',
      ...attributes,
      session: String(id),
      time,
      kind: kind as Kind,
      data: { ...emptyData(String(kind)), ...(data as object | undefined) } as never,
    });
    const read = readEvent(event);
    if (read === undefined) throw new Error(`a test gives an event of kind ${String(kind)}, which there is not`);
    return { event: read, facts };
  });
}

/** The events of a recording: a CloudEvent a line. Those of kinds that this build does not know are left out. */
export function recordedEvents(text: string): TestEvent[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line): TestEvent[] => {
    const event = readEvent(JSON.parse(line) as CloudEvent);
    return event === undefined ? [] : [{ event }];
  });
}

const noFile = { path: '', read: false, written: false, linesAdded: 0, linesRemoved: 0 };

/** The facts of a session with those that a test gives in place of what was known. */
export function factsWith(before: SessionFacts, given: Partial<SessionFacts>): SessionFacts {
  const files = given.files?.map((file) => Object.assign({ ...noFile }, file));
  return {
    ...before,
    ...given,
    id: before.id,
    git: { ...before.git, ...given.git },
    tokens: { ...before.tokens, ...given.tokens },
    cause: { ...before.cause, ...given.cause },
    ...(files !== undefined && { files }),
  };
}

/** What is wrong with the events of a rule's tests: kinds, attributes, fields and facts that there are not. */
export function givenFaults(file: RuleFile): ShapeFault[] {
  return file.tests.flatMap(({ given }, test) =>
    typeof given === 'string'
      ? []
      : given.flatMap((event, index) => eventFaults(event, ['tests', test, 'given', index])),
  );
}

function eventFaults(event: GivenEvent, path: readonly PropertyKey[]): ShapeFault[] {
  const { kind, data, after, time, session: told } = event;
  if (typeof kind !== 'string' || !kindNames.includes(kind)) {
    const near = typeof kind === 'string' ? nearest(kind, kindNames) : undefined;
    const hint = near === undefined ? '' : `; the nearest is ${near}`;
    const message = kind === undefined ? 'kind is missing' : `there is no kind ${String(kind)}${hint}`;
    return [{ path: kind === undefined ? path : [...path, 'kind'], message }];
  }
  const faults = unknown(event, keys, path, 'attribute');
  if (after !== undefined && (typeof after !== 'string' || durationMs(after) === undefined)) {
    const message = `found ${JSON.stringify(after)}, expected a duration such as 90s, 10m, 2h or 7d`;
    faults.push({ path: [...path, 'after'], message });
  }
  if (time !== undefined && (typeof time !== 'string' || Number.isNaN(Date.parse(time)))) {
    faults.push({ path: [...path, 'time'], message: `found ${JSON.stringify(time)}, expected a time in RFC 3339` });
  }
  if (data !== undefined && (typeof data !== 'object' || data === null || Array.isArray(data))) {
    return [...faults, { path: [...path, 'data'], message: 'expected an object' }];
  }
  faults.push(...unknown(data as object | undefined, Object.keys(shapeOf(kind) ?? {}), [...path, 'data'], 'field'));
  if (typeof told === 'object' && told !== null) {
    faults.push(...unknown(told, Object.keys(factsShape), [...path, 'session'], 'fact'));
  } else if (told !== undefined && typeof told !== 'string') {
    faults.push({ path: [...path, 'session'], message: 'expected the id of a session, or facts by name' });
  }
  return faults;
}

function unknown(
  given: object | undefined,
  known: readonly string[],
  path: readonly PropertyKey[],
  what: string,
): ShapeFault[] {
  return Object.keys(given ?? {})
    .filter((key) => !known.includes(key) && key !== 'native')
    .map((key) => {
      const near = nearest(key, known);
      return {
        path: [...path, key],
        atKey: true,
        message: `there is no ${what} ${key}${near === undefined ? '' : `; the nearest is ${near}`}`,
      };
    });
}
