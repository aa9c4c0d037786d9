import { expect, test } from 'vitest';
import { brokenRules } from './rule-ids.ts';

test.each([
  ['cmd/a.go:12:5: Error return value is not checked (errcheck)', 'golangci-lint', 'errcheck'],
  ['cmd/a.go:19:13: G304: Potential file inclusion via variable (gosec)', 'golangci-lint', 'gosec'],
  ['cmd/a.go:19:13: should use errors.Is (SA1019)', 'staticcheck', 'SA1019'],
  ["src/a.ts(236,2): error TS2322: Type 'A' is not assignable.", 'tsc', 'TS2322'],
  ["src/a.ts:236:2 - error TS2339: Property 'x' does not exist.", 'tsc', 'TS2339'],
  ["  12:5  error  'x' is assigned a value but never used  no-unused-vars", 'eslint', 'no-unused-vars'],
  [
    '  3:1  warning  Unexpected any  @typescript-eslint/no-explicit-any',
    'eslint',
    '@typescript-eslint/no-explicit-any',
  ],
  [
    'src/a.ts:60:2 lint/correctness/useExhaustiveDependencies  FIXABLE  ━━━━',
    'biome',
    'lint/correctness/useExhaustiveDependencies',
  ],
  [' at src/App.tsx format ━━━━━━━━━━', 'biome', 'format'],
  ['src/a.py:3:1: F401 `os` imported but unused', 'ruff', 'F401'],
  ['src/a.py:3:80: E501 line too long (88 > 79 characters)', 'ruff', 'E501'],
  ['src/a.py:1:0: C0114: Missing module docstring (missing-module-docstring)', 'pylint', 'missing-module-docstring'],
  ['src/a.py:7: error: "A" has no attribute "b"  [attr-defined]', 'mypy', 'attr-defined'],
  ['  /src/a.py:3:5 - error: "x" is possibly unbound (reportPossiblyUnbound)', 'pyright', 'reportPossiblyUnbound'],
  ['   = note: `#[warn(clippy::needless_return)]` on by default', 'clippy', 'needless_return'],
  ['error[E0382]: borrow of moved value: `cart`', 'rustc', 'E0382'],
  ['  ^-- SC2086 (info): Double quote to prevent globbing.', 'shellcheck', 'SC2086'],
  [
    'app/cart.rb:3:5: C: [Correctable] Style/StringLiterals: Prefer single-quoted strings',
    'rubocop',
    'Style/StringLiterals',
  ],
  ['Dockerfile:3 DL3008 warning: Pin versions in apt get install', 'hadolint', 'DL3008'],
])('%s names a rule', (line, tool, rule) => {
  expect(brokenRules(`before\n${line}\nafter`)).toMatchObject([{ tool, rule, times: 1 }]);
});

test.each([
  'cmd/a.go:12:5: undefined: cwd (typecheck)',
  'all good (really)',
  'see lint/style guide',
  'ok  	example.com/shop	3.972s (cached)',
  'commit 3fa9c1d (main)',
  '* [new branch] main -> main',
])('%s names none', (line) => {
  expect(brokenRules(line)).toEqual([]);
});

test('what a linter counts at the end counts, also where it printed less', () => {
  const output = 'a.go:1:1: x is unused (unused)\n2 issues:\n* unused: 1\n* gosec: 7';

  expect(brokenRules(output)).toMatchObject([
    { rule: 'unused', times: 1 },
    { rule: 'gosec', times: 7 },
  ]);
});

test('what is wrong may stand on the next line', () => {
  const output =
    'a.ts:3:7 lint/style/useConst  FIXABLE  ━━━\n\n  × This let declares a variable that is only assigned once.';

  expect(brokenRules(output)).toMatchObject([{ message: 'This let declares a variable that is only assigned once.' }]);
});

test('an endless output is read to a bound', () => {
  expect(brokenRules('a.go:1:1: x (gosec)\n'.repeat(100_000))).toMatchObject([{ times: 600 }]);
  expect(brokenRules(`a.go:1:1: ${'x '.repeat(100_000)}(gosec)`)).toEqual([]);
});
