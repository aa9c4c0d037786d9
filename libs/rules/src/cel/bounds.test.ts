import { expect, test } from 'vitest';
import { failed, faultsOf, matchesFor, ruleText, sample } from '../samples.ts';

const faultOf = (where: string) => faultsOf(ruleText(`on: tool.failed\nwhere: '${where}'`))[0];

test('a loop in a loop goes over what is in the first, or over a list that is written there', () => {
  expect(faultOf('data.effects.exists(e, ["npm", "pnpm"].exists(p, e.object.startsWith(p)))')).toBeUndefined();
  expect(faultOf('["npm"].exists(p, p.split("/").exists(q, q == "x"))')).toBeUndefined();
  expect(faultOf('data.effects.exists(e, session.files.exists(f, f.path == e.object))')).toContain(
    'a loop in a loop goes over e (e.…), or one of the two goes over a list that is written there',
  );
  expect(faultOf('["cart"].exists(p, session.files.exists(f, f.path.contains(p)))')).toBeUndefined();
  expect(faultOf('["a"].exists(a, ["b"].exists(b, ["c"].exists(c, c == a)))')).toContain('at most one in another');
  expect(
    faultOf('["a"].map(a, ["b"].map(b, a + b)).size() > 3 && data.effects.exists(e, e.type == "plan")'),
  ).toBeUndefined();
});

test('in loops, long texts that they do not go over are not walked again and again', () => {
  expect(faultOf('["a", "b"].exists(p, data.error.contains(p))')).toBeUndefined();
  expect(faultOf('data.effects.exists(e, data.error.matches("^a"))')).toContain(
    'a pattern is asked of what the loop goes over (e)',
  );
  expect(faultOf('data.effects.exists(e, ["a"].exists(p, data.error.contains(p)))')).toContain(
    'contains is asked of what the loops go over (e or p)',
  );
});

test('of a split text there are as many parts as of any list', () => {
  const rule = sample(
    'on: tool.failed\nwhere: data.error.split("").size() == 1000 && data.error.split(",", 2).size() == 2',
  );

  expect(matchesFor(rule, failed({ error: 'a,'.repeat(5_000) }))).toHaveLength(1);
});

test('values are not named, because that would hide a loop', () => {
  expect(faultOf('cel.bind(x, data.tool, x == "a")')).toContain('cel.bind is not part of the language');
});

test('a pattern stands in the rule, and is RE2', () => {
  expect(faultOf('data.tool.matches("^(Bash|Read)$")')).toBeUndefined();
  expect(faultOf('data.tool.matches(data.error)')).toContain('a pattern has to stand in the rule');
  expect(faultOf('data.tool.matches("(?=a)")')).toContain('no look-around');
  expect(faultOf('data.tool.matches("a{1000}{1000}")')).toContain('the pattern cannot be used');
  expect(faultOf(`data.tool.matches("${'a'.repeat(600)}")`)).toContain('expected at most 500');
});

test('a pattern that would keep another engine busy for ages is answered', () => {
  const rule = sample('on: tool.failed\nwhere: data.error.matches("^(([a-z])+.)+[A-Z]([a-z])+$")');

  expect(matchesFor(rule, failed({ error: 'a'.repeat(20_000) }))).toEqual([]);
  expect(matchesFor(rule, failed({ error: 'ab.Cd' }))).toHaveLength(1);
});

test('patterns work inside loops', () => {
  const rule = sample('on: tool.failed\nwhere: data.effects.exists(e, e.object.matches("^npm (test|run)"))');

  expect(matchesFor(rule, failed())).toHaveLength(1);
  expect(matchesFor(rule, failed({ effects: [{ type: 'process.exec', object: 'pnpm test' }] }))).toEqual([]);
});

test('expressions are small', () => {
  expect(faultOf(`data.exitCode == ${Array.from({ length: 300 }, () => '1').join(' + ')}`)).toContain('maxAstNodes');
  expect(faultOf(`${'('.repeat(60)}true${')'.repeat(60)}`)).toContain('maxDepth');
  expect(faultOf(`data.tool == "${'x'.repeat(4_000)}"`)).toContain('<=4000');
});

test('a pattern has an end when its repetitions are written out, and a text is looked at so far', () => {
  expect(faultOf('data.tool.matches("(.*){300}$")')).toContain('expected at most 1000');
  const rule = sample('on: tool.failed\nwhere: data.error.matches("b$")');

  expect(matchesFor(rule, failed({ error: `${'a'.repeat(31_999)}b` }))).toHaveLength(1);
  expect(matchesFor(rule, failed({ error: `${'a'.repeat(32_000)}b` }))).toEqual([]);
});
