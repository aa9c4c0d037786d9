/** What a command verifies or makes. Only commands with a purpose become cards. */
export type Purpose = 'build' | 'test' | 'lint' | 'typecheck' | 'format';

/** Commands whose last word alone would mislead. */
const byKey: readonly (readonly [Purpose, RegExp])[] = [
  ['lint', /(^| )(ruff|biome|oxlint|pre-commit) (check|ci|run)$/],
  ['typecheck', /(^| )(cargo|deno) check$/],
];

/** Names of programs, and of scripts and targets. */
const byName: readonly (readonly [Purpose, RegExp])[] = [
  ['typecheck', /^(type-?check|types?|tsc|vue-tsc|svelte-check|mypy|pyright|ty|check-types|check:types|pyre)$/],
  [
    'lint',
    /^(lint|eslint|oxlint|ruff|flake8|pylint|golangci-lint|clippy|biome|rubocop|stylelint|shellcheck|vet|hadolint|ktlint|detekt|swiftlint|credo|standardrb|tflint|actionlint)$/,
  ],
  ['format', /^(fmt|format|prettier|gofmt|gofumpt|goimports|black|rustfmt|isort)$/],
  [
    'test',
    /^(tests?|vitest|jest|pytest|unittest|mocha|ava|rspec|phpunit|ctest|nextest|tox|nox|playwright|cypress|spec|e2e|check|verify|--test)$/,
  ],
  ['build', /^(build|compile|bundle|tsup|webpack|rollup|esbuild|cmake|ninja|assemble|package)$/],
];

/** How scripts are called that are one of several with a purpose: `test:ci`, `lint-web`, `css:build`. */
const byVariant: readonly (readonly [Purpose, RegExp])[] = [
  ['lint', /^lint[:_.-]|[:_-]lint$/],
  ['format', /^(fmt|format)[:_.-]/],
  ['test', /^tests?[:_.-]|[:_-]tests?$/],
  ['typecheck', /^type-?check[:_.-]|[:_-]type-?check$/],
  ['build', /^build[:_.-]|[:_-]build$/],
];

/**
 * The purpose that a command's key tells, or undefined when it verifies and builds nothing. A program by itself counts
 * by its name only: what a project built for itself may be called `shop-test` and test nothing.
 */
export function purposeOf(key: string): Purpose | undefined {
  if (key === 'make') return 'build';
  if (/^(git|gh|glab) /.test(key)) return undefined;
  const whole = find(byKey, key);
  if (whole !== undefined) return whole;
  const [last = '', ...before] = key.split(' ').reverse();
  if (before.length === 0) return find(byName, last);
  for (const word of [last, ...before]) {
    const purpose = find(byName, word) ?? (word === last ? find(byVariant, word) : undefined);
    if (purpose !== undefined) return purpose;
  }
  return undefined;
}

function find(list: readonly (readonly [Purpose, RegExp])[], word: string): Purpose | undefined {
  return list.find(([, pattern]) => pattern.test(word))?.[0];
}
