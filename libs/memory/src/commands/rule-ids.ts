import { stripVTControlCharacters } from 'node:util';

/** A rule of a linter or compiler that an output says is broken, and how often. */
export interface BrokenRule {
  readonly tool: string;
  readonly rule: string;
  readonly times: number;
  /** What the tool said of the first, without the place. */
  readonly message: string;
}

interface Reader {
  readonly tool: string;
  /** Groups: `rule`, and `message` where the line has one. */
  readonly line: RegExp;
  /** The output must hold this somewhere: rule ids of some tools look like any word. */
  readonly given?: RegExp;
}

const place = String.raw`^\s*(?:[^\s:(]+[:(]\d+(?:[:,]\d+)?\)?:?\s+)`;

/** Lines by which tools name the rule that is broken. The first that fits a line reads it. */
const readers: readonly Reader[] = [
  // `cmd/a.go:12:5: Error return value is not checked (errcheck)`
  {
    tool: 'golangci-lint',
    line: /^\s*[^\s:]+\.go:\d+(?::\d+)?: (?:(?<code>[GS][A-Z]?\d{3,4}): )?(?<message>.*) \((?<rule>[a-z][a-z0-9]{2,24})\)$/,
  },
  { tool: 'tsc', line: /(?:^|\s|:)error (?<rule>TS\d{3,5}): (?<message>.*)$/ },
  { tool: 'rustc', line: /^(?:error|warning)\[(?<rule>E\d{4})\]: (?<message>.*)$/ },
  { tool: 'clippy', line: /\bclippy::(?<rule>[a-z_]{3,60})\b/ },
  // `src/a.ts:3:7 lint/style/useConst  FIXABLE`
  { tool: 'biome', line: /(?:^|\s)(?<rule>(?:lint|assist)\/[a-z]{3,20}\/[A-Za-z]{3,60})(?:\s|$)/ },
  { tool: 'biome', line: /^\s*(?:at )?\S+\s+(?<rule>format)\s+━{3,}/ },
  // `a.sh:3:1: note: … [SC2086]`, `In a.sh line 3: … ^-- SC2086 (info): …`
  { tool: 'shellcheck', line: /\b(?<rule>SC[1-3]\d{3})\b(?: \(\w+\): (?<message>.*))?/ },
  { tool: 'staticcheck', line: /: (?<message>.*) \((?<rule>(?:SA|ST|S|QF)\d{4})\)$/ },
  { tool: 'mypy', line: /: (?:error|note): (?<message>.*?)\s+\[(?<rule>[a-z][a-z-]{2,40})\]$/ },
  { tool: 'pyright', line: /- (?:error|warning): (?<message>.*) \((?<rule>report[A-Z]\w{3,50})\)$/ },
  {
    tool: 'pylint',
    line: new RegExp(`${place}(?<code>[CRWEF]\\d{4}): (?<message>.*) \\((?<rule>[a-z][a-z-]{3,50})\\)$`),
  },
  // ruff and flake8 name rules alike: the same id is the same rule.
  {
    tool: 'ruff',
    line: new RegExp(
      `${place}(?<rule>(?:E|W|F|B|C4|C9|N|D|UP|SIM|ANN|S|T20|RUF|PL[CERW]|PT|RET|ARG|TRY|I|A|Q|COM|ERA|PTH|DTZ|BLE|FBT|G|INP|ISC|PIE|RSE|SLF|TCH|TID|YTT)\\d{1,4}) (?<message>.*)$`,
    ),
  },
  {
    tool: 'ruff',
    line: /^(?<rule>[A-Z]{1,4}\d{2,4}) (?:\[\*\] )?(?<message>[A-Z`].*)$/,
    given: /^\s*--> \S+:\d+:\d+/m,
  },
  {
    tool: 'oxlint',
    line: /^\s*[×⚠!x] (?:eslint|typescript|unicorn|react|import|jsx-a11y|oxc)(?:-plugin-\w+)?\((?<rule>[a-z-]{3,50})\): (?<message>.*)$/,
  },
  { tool: 'rubocop', line: /: [CWEF]: (?:\[Correctable\] )?(?<rule>[A-Z]\w+\/[A-Z]\w+): (?<message>.*)$/ },
  { tool: 'hadolint', line: /\b(?<rule>DL[34]\d{3})\b (?:\w+: )?(?<message>.*)$/ },
  { tool: 'markdownlint', line: new RegExp(`${place}(?<rule>MD\\d{3})/\\S+ (?<message>.*)$`) },
  // `  12:5  error  'x' is assigned a value but never used  no-unused-vars`
  {
    tool: 'eslint',
    line: /^\s+\d+:\d+\s+(?:error|warning)\s+(?<message>.*?)\s{2,}(?<rule>@?[a-z][\w-]*(?:\/[\w-]+)*)\s*$/,
  },
  { tool: 'stylelint', line: /^\s+\d+:\d+\s+[✖⚠×]\s+(?<message>.*?)\s{2,}(?<rule>[a-z][a-z/-]{3,60})\s*$/ },
  { tool: 'swiftlint', line: /: (?:error|warning): (?<message>.*) \((?<rule>[a-z_]{4,50})\)$/, given: /\.swift:\d+/ },
  { tool: 'ktlint', line: /\.kts?:\d+:\d+: (?<message>.*) \((?<rule>standard:[a-z-]{3,50})\)$/ },
  { tool: 'yamllint', line: /^\s+\d+:\d+\s+(?:error|warning)\s+(?<message>.*?)\s+\((?<rule>[a-z-]{4,40})\)$/ },
];

/** What golangci-lint counts at the end, also of what it did not print: `* errcheck: 3`. */
const summary = /^\* (?<rule>[a-z][a-z0-9]{2,24}): (?<times>\d{1,5})$/;

/** What is no rule, though it stands where rules do: the code does not compile. */
const noRules = new Set(['golangci-lint typecheck']);

const linesMax = 600;
const lineLengthMax = 600;
const rulesMax = 60;
const messageLengthMax = 120;

/** The rules that an output says are broken, in the order they are first named, at most 60. */
export function brokenRules(output: string): BrokenRule[] {
  const found = new Map<string, { tool: string; rule: string; times: number; message: string }>();
  const given = new Map(readers.map((reader) => [reader, reader.given?.test(output) !== false]));
  const add = (tool: string, rule: string, message: string, times: number) => {
    const name = `${tool} ${rule}`;
    const known = found.get(name);
    if (noRules.has(name) || (known === undefined && found.size >= rulesMax)) return;
    if (known === undefined)
      found.set(name, { tool, rule, times, message: message.trim().slice(0, messageLengthMax).toWellFormed() });
    else known.times += times;
  };
  const counted = new Map<string, number>();
  let untold: string | undefined;
  for (const raw of output.split('\n', linesMax)) {
    if (raw.length > lineLengthMax) continue;
    const line = stripVTControlCharacters(raw).trimEnd();
    const next = untold === undefined ? undefined : /^\s*[×!✖i] (?<message>\S.*)$/.exec(line)?.groups?.message;
    if (next !== undefined && untold !== undefined) {
      const told = found.get(untold);
      if (told?.message === '') told.message = next.slice(0, messageLengthMax).toWellFormed();
    }
    if (next !== undefined) untold = undefined;
    const sum = summary.exec(line)?.groups;
    if (sum !== undefined) counted.set(sum.rule!, Number(sum.times));
    for (const reader of readers) {
      const groups = given.get(reader) ? reader.line.exec(line)?.groups : undefined;
      if (groups === undefined) continue;
      add(reader.tool, groups.rule!, groups.message ?? '', 1);
      // Some say what is wrong on a line of its own, below.
      untold = groups.message === undefined ? `${reader.tool} ${groups.rule}` : undefined;
      break;
    }
  }
  if (/golangci-lint|^\d+ issues?[:.]/m.test(output)) {
    for (const [rule, times] of counted) {
      const seen = found.get(`golangci-lint ${rule}`)?.times ?? 0;
      if (times > seen) add('golangci-lint', rule, '', times - seen);
    }
  }
  return [...found.values()];
}
