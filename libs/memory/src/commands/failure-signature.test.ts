import { expect, test } from 'vitest';
import { failureSignature } from './failure-signature.ts';

test.each([
  [
    'Exit code 1\n[lint] $ golangci-lint run\ncmd/a.go:12:5: Error return value of `f.Close` is not checked (errcheck)',
    'v1:<path>: Error return value of <text> is not checked (errcheck)',
  ],
  [
    'src/cart.ts(236,2): error TS2322: Type \'A\' is not assignable to type "B".',
    'v1:<path>: error TS2322: Type <text> is not assignable to type <text>.',
  ],
  ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'v1:Error: connect ECONNREFUSED <n>:<n>'],
  ["TypeError: Cannot set 'total' of 3 rows", 'v1:TypeError: Cannot set <text> of <n> rows'],
  ['fatal: unable to read 3fa9c1d7e2', 'v1:fatal: unable to read <hex>'],
  [
    '\u001b[31merror\u001b[0m: could not compile `shop` (bin "shop")',
    'v1:error: could not compile <text> (bin <text>)',
  ],
  ['[Parser] Warning: could not parse 3 rows\n--- FAIL: TestCheckout (0.21s)', 'v1:--- FAIL: TestCheckout'],
  ['[lint:go] a.go:3:1: x is unused (unused)', 'v1:<path>: x is unused (unused)'],
  ['<tool_use_error>Unknown skill: commit</tool_use_error>', 'v1:Unknown skill: commit'],
])('%j is told apart as %j', (text, signature) => {
  expect(failureSignature(text)).toBe(signature);
});

test.each(['', 'Exit code 1', 'Exit code 1\n=== RUN TestA', 'Error: 42', 'all 12 tests passed'])(
  '%j says nothing of a cause',
  (text) => {
    expect(failureSignature(text)).toBeUndefined();
  },
);

test('two runs of one failure have one signature, wherever they ran', () => {
  const at = (home: string, line: number) => failureSignature(`${home}/shop/cart.go:${line}:2: undefined: Total`);

  expect(at('/home/ann', 3)).toBe(at('/Users/bob/work', 812));
});

test('a line is read to its 4,000th sign: what comes behind is looked at by nobody', () => {
  expect(failureSignature(`${'x '.repeat(1_900)}error: the port is taken`)).toBeDefined();
  expect(failureSignature(`${'x '.repeat(2_100)}error: the port is taken`)).toBeUndefined();
});
