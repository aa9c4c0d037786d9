import { newEvent, readEvent } from '@hookline/schemas';
import { describe, expect, test } from 'vitest';
import { RuleError } from '../parse-rule.ts';
import { decide, parsePolicy, rulingOf, runPolicyTests } from './index.ts';

const text = (more = '', clauses = defaultClauses) => `policy: no-payments
mode: enforce
${more}
clauses:
${clauses}
tests:
  - given: { data: { tool: Bash, input: { command: rm -rf / } } }
    expect: { decide: deny, clause: 1 }
`;
const defaultClauses = `  - where: data.tool == "Read"
    decide: allow
    reason: reading is fine
  - where: data.tool == "Bash" && data.input.command.contains("rm -rf")
    decide: deny
    reason: it deletes
  - where: data.effects.exists(e, e.type == "file.write" && e.object.startsWith("payments/"))
    decide: ask
    reason: payments are looked after by people
  - where: data.tool == "Bash"
    decide: deny
    reason: no shell`;

const call = (data: Record<string, unknown>, attributes: Record<string, unknown> = {}) =>
  readEvent(
    newEvent({
      id: 'call',
      source: 'urn:test',
      time: '2026-11-20T10:00:00.000Z',
      origin: 'hook',
      session: 'codex:1',
      project: 'github.com/acme/shop',
      ...attributes,
      kind: 'tool.started',
      data: { call: 'c', tool: '', effects: [], ...data } as never,
    }),
  )!;
const still = () => 0;

describe('the first clause that matches decides', () => {
  const policy = parsePolicy(text(), 'p.yaml');
  test.each([
    ['a call of a clause further down', { tool: 'Bash', input: { command: 'ls' } }, 'deny', 3],
    ['one that two clauses are about', { tool: 'Bash', input: { command: 'rm -rf x' } }, 'deny', 1],
    ['one that is let through', { tool: 'Read', input: {} }, 'allow', 0],
    [
      'an effect, whatever the tool is called',
      { effects: [{ type: 'file.write', object: 'payments/a.ts' }] },
      'ask',
      2,
    ],
    ['an effect whose object is not known', { effects: [{ type: 'file.write' }] }, 'none', undefined],
    ['nothing', { tool: 'Grep' }, 'none', undefined],
  ])('%s', (_what, data, decision, clause) => {
    const [verdict] = decide([policy], call(data), still);
    expect([verdict!.decision, verdict!.clause]).toEqual([decision, clause]);
  });

  test('its own tests pass, and one that expects something else fails', () => {
    expect(runPolicyTests(policy)).toEqual([
      { test: 'test 1', passed: true, expected: 'deny by clause 1', found: 'deny by clause 1' },
    ]);
    const other = parsePolicy(text().replace('clause: 1', 'clause: 3'), 'p.yaml');
    expect(runPolicyTests(other)[0]).toMatchObject({ passed: false, found: 'deny by clause 1' });
  });

  test('a policy for other projects says nothing', () => {
    const theirs = parsePolicy(text('projects: [github.com/acme/bank]'), 'p.yaml');
    expect(decide([theirs], call({ tool: 'Bash' }), still)).toEqual([]);
    expect(decide([theirs], call({ tool: 'Bash' }, { project: 'github.com/acme/bank' }), still)).toHaveLength(1);
    expect(runPolicyTests(theirs)[0]!.passed).toBe(true);
  });
});

const of = (decision: string, more = '') =>
  parsePolicy(text(more, `  - { where: "true", decide: ${decision}, reason: because of ${decision} }`), 'p.yaml');
const rule = (policies: ReturnType<typeof of>[], canAsk = true) => rulingOf(decide(policies, call({}), still), canAsk);

describe('of several policies', () => {
  test.each([
    [['allow', 'deny', 'ask'], 'deny'],
    [['allow', 'ask'], 'ask'],
    [['allow'], 'allow'],
  ])('%j end in %s', (all, expected) => {
    expect(rule(all.map((one) => of(one)))).toMatchObject({
      decision: expected,
      reason: `because of ${expected} (policy no-payments)`,
    });
  });

  test('one in shadow says nothing to the harness', () => {
    const shadow = parsePolicy(text().replace('mode: enforce', 'mode: shadow'), 'p.yaml');
    const verdicts = decide([shadow], call({ tool: 'Bash' }), still);
    expect([verdicts[0]!.decision, rulingOf(verdicts, true)]).toEqual(['deny', undefined]);
  });

  test('where nobody can be asked, the policy says what that means', () => {
    expect(rule([of('ask')], false)).toMatchObject({ decision: 'deny', reason: expect.stringContaining('cannot') });
    expect(rule([of('ask', 'askElse: allow')], false)).toBeUndefined();
  });
});

test.each([
  ['open', undefined],
  ['closed', 'deny'],
])('a policy that takes too long fails %s', (onFailure, expected) => {
  let now = 0;
  const slow = () => {
    now += 30;
    return now;
  };
  const verdicts = decide([of('allow', `onFailure: ${onFailure}\nbudgetMs: 20`)], call({}), slow);
  expect(verdicts[0]).toMatchObject({ decision: 'none', failed: onFailure });
  expect(rulingOf(verdicts, true)?.decision).toBe(expected);
});

test.each([
  [
    'a field that there is not',
    text().replace('data.tool ==', 'data.toll =='),
    /^p\.yaml:5:\d+: clauses\.0\.where: .*tool/,
  ],
  ['a condition that is none', text().replace('data.tool == "Read"', 'data.tool'), /clauses\.0\.where: .*bool/],
  ['a decision that there is not', text().replace('decide: allow', 'decide: permit'), /clauses\.0\.decide/],
  ['a key that there is not', text('onfailure: closed'), /there is no key onfailure here; the nearest is onFailure/],
  ['no tests', text().replace(/tests:[\s\S]*/, 'tests: []'), /tests/],
  ['a text that is no YAML', 'policy: [', /^p\.yaml:/],
])('%s is a fault with its place', (_what, source, message) => {
  expect(() => parsePolicy(source, 'p.yaml')).toThrow(message);
  expect(() => parsePolicy(source, 'p.yaml')).toThrow(RuleError);
});
