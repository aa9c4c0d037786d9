import { type BusEvent, newEvent, readEvent } from '@hookline/schemas';
import { decide } from './decide.ts';
import type { Policy } from './parse-policy.ts';

/** What a test inside a policy file gave. */
export interface PolicyTestResult {
  readonly test: string;
  readonly passed: boolean;
  readonly expected: string;
  readonly found: string;
}

/** Runs the tests that a policy carries, whatever projects it is for. No test fails for taking long. */
export function runPolicyTests(policy: Policy): PolicyTestResult[] {
  const { projects: _, ...file } = policy.file;
  return policy.file.tests.map(({ name, given, expect }, index) => {
    const [verdict] = decide([{ ...policy, file }], callOf(given, index), () => 0);
    const clause = expect.clause === undefined ? '' : ` by clause ${expect.clause}`;
    const found = verdict?.decision ?? 'none';
    const byClause = expect.clause === undefined || verdict?.clause === undefined ? '' : ` by clause ${verdict.clause}`;
    return {
      test: name ?? `test ${index + 1}`,
      passed: `${found}${byClause}` === `${expect.decide}${clause}`,
      expected: `${expect.decide}${clause}`,
      found: `${found}${byClause}`,
    };
  });
}

/** A test names only what matters to it. It is not checked against the schema. */
function callOf({ kind: _, data, ...attributes }: Record<string, unknown>, index: number): BusEvent {
  const given = (data ?? {}) as Record<string, unknown>;
  const event = newEvent({
    id: `given-${index}`,
    source: 'urn:hookline:test',
    time: '2026-01-01T00:00:00.000Z',
    origin: 'hook',
    session: 'test:session',
    ...attributes,
    kind: 'tool.started',
    data: { call: 'call', tool: '', effects: [], ...given } as never,
  });
  const read = readEvent(event);
  if (read === undefined) throw new Error('tool.started is a kind that cannot be read');
  return read;
}
