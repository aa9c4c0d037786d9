import { type BusEvent, type Kind, newEvent, readEvent } from '@hookline/schemas';
import { matchRule } from './match-rule.ts';
import type { Rule } from './parse-rule.ts';

/** What a test inside a rule file gave. */
export interface RuleTestResult {
  readonly test: string;
  readonly passed: boolean;
  readonly expected: number;
  readonly found: number;
}

/** Runs the tests that a rule carries. */
export function runRuleTests(rule: Rule): RuleTestResult[] {
  return rule.file.tests.map((test, index) => {
    const found = test.given.filter((given, at) => 'firing' in matchRule(rule, givenEvent(given, at))).length;
    return {
      test: test.name ?? `test ${index + 1}`,
      passed: found === test.expect.firings,
      expected: test.expect.firings,
      found,
    };
  });
}

/** A test names only what matters to it: the kind, some data, some attributes. It is not checked against the schema. */
function givenEvent(given: Record<string, unknown>, index: number): BusEvent {
  const { kind, data, ...attributes } = given;
  const event = newEvent({
    id: `given-${index}`,
    source: 'urn:hookline:test',
    time: '2026-01-01T00:00:00.000Z',
    origin: 'hook',
    session: 'test:session',
    ...attributes,
    kind: kind as Kind,
    data: (data ?? {}) as never,
  });
  const read = readEvent(event);
  if (read === undefined) throw new Error(`a test gives an event of kind ${String(kind)}, which there is not`);
  return read;
}
