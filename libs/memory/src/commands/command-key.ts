/** Programs whose first plain word says what they do. */
const withSubcommand = new Set(
  'go cargo dotnet mvn gradle gradlew ./gradlew ./mvnw swift mix rails flutter dart deno terraform docker kubectl helm bazel buck2 pants rake composer php-cs-fixer hatch tox nox pre-commit ruff biome turbo nx vite next astro playwright'.split(
    ' ',
  ),
);
/** Programs of which as many plain words say what they do. */
const withSubcommands: Readonly<Record<string, number>> = {
  git: 1,
  gh: 2,
  glab: 2,
  aws: 2,
  gcloud: 2,
  brew: 1,
  pip: 1,
};
/** Programs that run a named script of the project; `run` is optional before the name. */
const scriptRunners = new Set('npm pnpm yarn bun mise just task make gmake rake lerna rush moon invoke'.split(' '));
/** Programs that run another program named after them. */
const launchers = new Set(['npx', 'bunx', 'pnpx', 'uvx', 'pipx']);
/** Two words that run another program. */
const launcherPairs = new Set([
  'uv run',
  'poetry run',
  'pipenv run',
  'bundle exec',
  'pnpm exec',
  'npm exec',
  'yarn exec',
  'pnpm dlx',
  'yarn dlx',
  'mise exec',
  'rtk proxy',
]);

/** Flags whose value is a word of its own, where the name of a script could stand. */
const flagsWithValue = new Set('-C -f -w -F --prefix --workspace --filter --cwd --dir --directory --file'.split(' '));

/** The words that are neither flags, nor values of flags, nor numbers, nor a choice of toolchain. */
function plainWords(words: readonly string[]): string[] {
  return words.filter((word, at) => !/^([-+]|\d+$)/.test(word) && !flagsWithValue.has(words[at - 1] ?? ''));
}

const isName = (word: string | undefined): word is string => word !== undefined && /^[A-Za-z][\w:./-]*$/.test(word);

/** The first words, at most so many, as long as they look like the name of a subcommand. */
function leading(words: readonly string[], wordsMax: number): string[] {
  const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  return words.slice(0, Math.min(wordsMax, end < 0 ? words.length : end));
}

/**
 * What names a command above its arguments, for example `npm run lint`, `go test`, `npx vitest`: the program and the
 * word that says what it does. Two runs with the same key are runs of the same command.
 */
export function commandKey(words: readonly string[]): string {
  const [program = '', ...rest] = words;
  const base = program.startsWith('./') ? program : program.slice(program.lastIndexOf('/') + 1);
  const plain = plainWords(rest);
  if (base === 'node') return rest.includes('--test') ? 'node --test' : base;
  const pair = `${base} ${plain[0] ?? ''}`;
  if (launcherPairs.has(pair)) return `${pair} ${commandKey(rest.slice(rest.indexOf(plain[0]!) + 1))}`.trim();
  if (launchers.has(base))
    return plain[0] === undefined ? base : `${base} ${commandKey(rest.slice(rest.indexOf(plain[0])))}`;
  if (base === 'rtk' && plain[0] !== undefined) return `rtk ${commandKey(rest.slice(rest.indexOf(plain[0])))}`;
  if (/^python[0-9.]*$/.test(base) && rest[0] === '-m' && isName(rest[1])) return `${base} -m ${rest[1]}`;
  if (scriptRunners.has(base)) {
    const [first, second] = plain;
    if ((first === 'run' || first === 'run-script') && isName(second)) return `${base} run ${second}`;
    return isName(first) ? `${base} ${first}` : base;
  }
  const subcommands = Object.hasOwn(withSubcommands, base) ? withSubcommands[base]! : 0;
  if (subcommands > 0)
    return [base, ...leading(plainWords(rest.filter((_, at) => rest[at - 1] !== '-c')), subcommands)].join(' ');
  if (withSubcommand.has(base) && isName(plain[0])) return `${base} ${plain[0]}`;
  return base;
}
