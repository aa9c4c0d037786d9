import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseRule } from './parse-rule.ts';
import { ruleFileSchema } from './rule-file.ts';
import { recordingsOf, runRuleTests } from './run-tests.ts';

const docs = new URL('../../../docs/', import.meta.url);
const pages = ['reference/rules.md', ...readdirSync(new URL('how-to/', docs)).map((name) => `how-to/${name}`)];
const rules = pages.flatMap((page) => {
  const text = readFileSync(new URL(page, docs), 'utf8');
  const found = [...text.matchAll(/```yaml\n((?:#.*\n)*rule: ([a-z0-9-]+)\n[\s\S]*?)```/g)];
  return found.map(([, rule, name]) => ({ title: `${name} (${page})`, rule: rule! }));
});
const examples = new URL('examples/rules/', docs);
for (const name of readdirSync(examples).filter((file) => file.endsWith('.yaml'))) {
  rules.push({ title: `${name} (examples)`, rule: readFileSync(new URL(name, examples), 'utf8') });
}
const published = z.fromJSONSchema(ruleFileSchema() as Parameters<typeof z.fromJSONSchema>[0]);

test('the reference shows every pattern and every action', () => {
  const text = readFileSync(new URL('reference/rules.md', docs), 'utf8');

  for (const word of ['count', 'sequence', 'absence', 'schedule', 'batch', 'limits'])
    expect(text).toContain(`\n${word}:`);
  for (const action of ['work', 'steer', 'webhook', 'approval', 'claim']) expect(text).toContain(`- ${action}:`);
  expect(rules.length).toBeGreaterThanOrEqual(8);
});

test.each(rules)('$title is a rule whose tests pass, and which its published schema takes', ({ rule }) => {
  const parsed = parseRule(rule, 'documented.yaml');

  const recordings = new Map(recordingsOf(parsed).map((path) => [path, readFileSync(new URL(path, examples), 'utf8')]));

  expect(
    runRuleTests(parsed, recordings).flatMap(({ test, faults }) => faults.map((fault) => `${test}: ${fault}`)),
  ).toEqual([]);
  expect(published.safeParse(parse(rule)).error?.issues ?? []).toEqual([]);
});
