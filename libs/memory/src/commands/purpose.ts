/** What a command verifies or makes. Only commands with a purpose become cards. */
export type Purpose = 'build' | 'test' | 'lint' | 'typecheck' | 'format';

const byWord: readonly (readonly [Purpose, RegExp])[] = [
  ['typecheck', /^(type-?check|types?|tsc|vue-tsc|mypy|pyright|ty|check-types|check:types|pyre)$/],
  [
    'lint',
    /^(lint|eslint|oxlint|ruff|flake8|pylint|golangci-lint|clippy|biome|rubocop|stylelint|shellcheck|vet|hadolint|ktlint|detekt|swiftlint|credo|standardrb|tflint|actionlint|lint[:_-].*|.*[:_-]lint)$/,
  ],
  ['format', /^(fmt|format|prettier|gofmt|goimports|black|rustfmt|isort|fmt[:_-].*|format[:_-].*)$/],
  [
    'test',
    /^(tests?|vitest|jest|pytest|mocha|ava|rspec|phpunit|ctest|nextest|tox|nox|playwright|cypress|test[:_.-].*|.*[:_-]tests?|spec|e2e|check|verify)$/,
  ],
  [
    'build',
    /^(build|compile|bundle|tsup|webpack|rollup|vite|esbuild|cmake|ninja|assemble|package|build[:_-].*|.*[:_-]build)$/,
  ],
];

/** The purpose that a command's key tells, or undefined when it verifies and builds nothing. */
export function purposeOf(key: string): Purpose | undefined {
  const words = key.split(' ').reverse();
  if (key === 'make') return 'build';
  for (const word of words) {
    for (const [purpose, pattern] of byWord) if (pattern.test(word)) return purpose;
  }
  return undefined;
}
