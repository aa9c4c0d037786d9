import type { BusEvent } from '@hookline/schemas';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { actionsOf } from './actions-of.ts';
import { compile } from './cel/expression.ts';
import { eventValues } from './cel/values.ts';
import { shapeOf } from './event-types.ts';
import { explain } from './explain.ts';
import { noFacts } from './facts/fold-facts.ts';
import { matchesOf, stepHolds } from './match.ts';
import { parseRule, RuleError } from './parse-rule.ts';
import { ruleFile } from './rule-file.ts';
import { eventOf, sample } from './samples.ts';

const valid = `rule: pay
on: [tool.failed, tool.finished]
where: data.effects.exists(e, e.type == "file.write") && data.durationMs > 3.5
key: project + ":" + session.git.branch
count: { atLeast: 3, within: 10m, distinct: data.tool }
limits: { cooldown: 10m, perDay: 20 }
then:
  - work: { queue: review, children: { each: "matches.map(m, m.id)", prompt: "{{child}}: {{data.tool}} of {{session.title}}" } }
  - steer: { text: "{{firing.key}}" }
tests:
  - given: [{ kind: tool.failed, data: { tool: Bash } }]
    expect: { firings: 0 }
`;

/** Whether it is read or refused with places; anything else that is thrown goes through. */
function isToldApart(text: string): boolean {
  try {
    parseRule(text, 'a.yaml');
    return true;
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return error.faults.length > 0 && error.faults.every(({ line, column }) => line >= 1 && column >= 1);
  }
}

test('any text is a rule or is refused with places', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), isToldApart), { numRuns: 300 });
});

test('a rule with characters changed is a rule or is refused with places', () => {
  const edit = fc.record({
    at: fc.nat(valid.length - 1),
    remove: fc.nat(12),
    insert: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('{{', '}}', '"', '\n', '  ', '[', '!!binary ', '&a ', '*a', '<<: '),
    ),
  });

  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) =>
      isToldApart(
        edits.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), valid),
      ),
    ),
    { numRuns: 400 },
  );
});

test('any values under the keys of a rule are a rule or are refused with places', () => {
  const keys = Object.keys(ruleFile.shape);
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      '10m',
      '0s',
      'tool.failed',
      'data.tool',
      'true',
      { within: '1h' },
      { __proto__: null, constructor: 1 },
    ),
  );

  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys, '__proto__', 'constructor'), value), (file) =>
      isToldApart(stringify({ ...file })),
    ),
    { numRuns: 300 },
  );
});

const rules = [
  parseRule(valid, 'a.yaml'),
  sample(
    'on: tool.failed\nwhere: data.input.command.matches("rm .*") || data.error.size() > 3 || data.exitCode / 0 == 1',
  ),
  sample('on: tool.failed\nwhere: data.native.a.b[0].c == "x" || int(data.tool) > 3 || data.tool.substring(5) == ""'),
  sample(
    'sequence:\n  within: 1h\n  steps: [{ as: one, on: tool.failed, where: data.tool != "" }, { as: two, on: tool.failed, where: data.tool == one.data.tool && data.effects.size() < 3 }]',
    '  - subject: { subject: "agents.{{one.data.tool}}.{{two.data.error}}", payload: { a: ["{{data.input}}", 3] } }',
  ),
];
const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
const data = fc.dictionary(
  fc.constantFrom('tool', 'effects', 'stage', 'error', 'input', 'exitCode', 'durationMs', 'native'),
  json,
);

test('no event makes a rule throw, whatever its data is', () => {
  fc.assert(
    fc.property(data, data, (one, other) => {
      for (const rule of rules) {
        const earlier = matchesOf(
          rule,
          { ...eventOf('tool.failed', {}), data: one } as unknown as BusEvent,
          1,
          0,
          undefined,
        );
        const event = { ...eventOf('tool.failed', {}, { id: 'e2' }), data: other } as unknown as BusEvent;
        const matches = matchesOf(rule, event, 2, 0, noFacts('claude-code:1'));
        for (const match of matches) stepHolds(rule, match, earlier);
        explain(rule, event, undefined, earlier);
        const all = [...earlier, ...matches];
        const actions = actionsOf(rule, { firing: { id: 'f', rule: rule.name, key: 'k' }, matches: all, nowMs: 0 });
        expect(actions).toHaveLength(rule.file.then.length);
      }
    }),
    { numRuns: 200 },
  );
});

test('what is kept of a match is JSON of at most 16 KiB', () => {
  const rule = sample('on: tool.failed');
  const long = fc.oneof(
    json,
    fc.string({ minLength: 3_000, maxLength: 9_000 }),
    fc.array(fc.string(), { minLength: 200, maxLength: 900 }),
  );

  fc.assert(
    fc.property(fc.dictionary(fc.string(), long), (given) => {
      const event = { ...eventOf('tool.failed', {}), data: given } as unknown as BusEvent;
      const [match] = matchesOf(rule, event, 1, 0, undefined);
      const text = JSON.stringify(match!.event);

      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16 * 1024);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(match!.event)));
    }),
    { numRuns: 100 },
  );
});

test('whether a predicate holds is what it evaluates to', () => {
  const comparison = fc.constantFrom(
    'data.tool == "a"',
    '"a" == data.tool',
    'data.exitCode > 1',
    'data.exitCode <= 1',
    'data.durationMs >= 1.5',
    'data.durationMs < 2',
    'data.tool.startsWith("a")',
    'data.error.endsWith("b")',
    'data.error.contains("a")',
    'data.native.deep.flag == true',
    'data.native.deep.text == "a"',
    'data.native.size > 1',
    'project == "shop"',
    'session.title.contains("a")',
    'session.prompts > 1',
    'data.effects.exists(e, e.type == "a")',
    '!(data.tool == "a")',
    '(data.tool == "a" || data.exitCode == 2)',
  );
  const scalar = fc.constantFrom(
    'a',
    'b',
    'ab',
    1,
    2,
    1.5,
    true,
    false,
    null,
    ['a'],
    { deep: { flag: true, text: 'a' }, size: 2 },
    { size: 'a' },
  );
  const given = fc.dictionary(fc.constantFrom('tool', 'exitCode', 'durationMs', 'error', 'native', 'effects'), scalar);

  fc.assert(
    fc.property(fc.array(comparison, { minLength: 1, maxLength: 3 }), given, fc.nat(2), (parts, one, prompts) => {
      const expression = compile(parts.join(' && '));
      const event = { ...eventOf('tool.failed', {}, { project: 'shop' }), data: one } as unknown as BusEvent;
      const facts = { ...noFacts('claude-code:1'), title: 'a', prompts };
      const values = eventValues(event, shapeOf('tool.failed'), facts);

      expect(expression.holds(values)).toBe(expression.evaluate(values) === true);
    }),
    { numRuns: 1_000 },
  );
});

test('a predicate that is asked in two parts says what it says as a whole', () => {
  const clause = fc.constantFrom(
    'data.tool == "a"',
    'data.tool == one.data.tool',
    '(data.tool == "b" || one.data.tool == "b")',
    '!(data.exitCode > 1)',
    'data.exitCode - one.data.exitCode == 1',
    'has(one.data.exitCode)',
  );
  const values = fc.record(
    { tool: fc.constantFrom('a', 'b'), exitCode: fc.constantFrom(1, 2) },
    { requiredKeys: ['tool'] },
  );

  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 4 }), values, values, (clauses, one, two) => {
      const where = clauses.join(' && ');
      const rule = sample(
        `sequence:\n  within: 1h\n  steps: [{ as: one, on: tool.failed }, { as: two, on: tool.failed, where: '${where}' }]`,
      );
      const [first] = matchesOf(rule, eventOf('tool.failed', one), 1, 0, undefined);
      const event = eventOf('tool.failed', two, { id: 'e2' });
      const second = matchesOf(rule, event, 2, 0, undefined).find(({ step }) => step === 1);
      const inParts = second !== undefined && stepHolds(rule, second, [first!]);

      expect(inParts).toBe(wholeIsTrue(clauses, one, two));
    }),
    { numRuns: 200 },
  );
});

type Given = { readonly tool: string; readonly exitCode?: number };

/** The same clauses in JavaScript; what is missing is false. */
function wholeIsTrue(clauses: readonly string[], one: Given, two: Given): boolean {
  const answers: Record<string, boolean> = {
    'data.tool == "a"': two.tool === 'a',
    'data.tool == one.data.tool': two.tool === one.tool,
    '(data.tool == "b" || one.data.tool == "b")': two.tool === 'b' || one.tool === 'b',
    '!(data.exitCode > 1)': two.exitCode !== undefined && two.exitCode <= 1,
    'data.exitCode - one.data.exitCode == 1':
      two.exitCode !== undefined && one.exitCode !== undefined && two.exitCode - one.exitCode === 1,
    'has(one.data.exitCode)': one.exitCode !== undefined,
  };
  return clauses.every((clause) => answers[clause]);
}
