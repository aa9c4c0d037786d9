import type { RuleChecks } from '@hookline/db';
import {
  coverageOf,
  parseRule,
  type Rule,
  RuleError,
  type RuleTestResult,
  recordingsOf,
  runRuleTests,
} from '@hookline/rules';
import { plainText } from '../plain-text.ts';
import type { Fault, RuleText, Source } from './source.ts';

/** A rule that may come into force, or what keeps it from that. A rule whose tests fail is there and may not. */
export type Checked =
  | { readonly text: RuleText; readonly rule: Rule; readonly checks: RuleChecks }
  | { readonly text: RuleText; readonly rule?: Rule; readonly checks: RuleChecks; readonly faults: readonly Fault[] };

/** Words that routes below /v1/rules have taken. */
const reserved: ReadonlySet<string> = new Set(['firings', 'held', 'why', 'test', 'schema', 'stop', 'resume']);

/** Reads a rule and, unless told not to, runs its own tests. */
export async function checkText(text: RuleText, { tests = true }: { tests?: boolean } = {}): Promise<Checked> {
  const fault = (message: string, line: number | null = null, column: number | null = null): Fault => ({
    origin: text.origin,
    path: text.path,
    rule: null,
    line,
    column,
    message: plainText(message, messageMax),
  });
  if (!text.text.isWellFormed() || text.text.includes('\0')) {
    return { text, checks: unchecked, faults: [fault('it holds characters that no text has: write it as UTF-8')] };
  }
  try {
    const rule = parseRule(text.text, text.path);
    if (reserved.has(rule.name)) {
      const taken = `no rule may be called ${rule.name}: addresses of the bus have the word`;
      return { text, checks: unchecked, faults: [fault(taken)] };
    }
    const checks = tests ? await runOwnTests(rule, text) : unchecked;
    const failed = checks.tests.filter(({ passed }) => !passed);
    if (failed.length === 0) return { text, rule, checks };
    return { text, rule, checks, faults: failed.map((one) => fault(sentenceOf(one))) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const faults = error.faults.map(({ line, column, message }) => fault(message, line, column));
    return { text, checks: unchecked, faults };
  }
}

const messageMax = 2_000;
const unchecked: RuleChecks = { tests: [], coverage: null };

async function runOwnTests(rule: Rule, text: RuleText): Promise<RuleChecks> {
  const recordings = new Map<string, string>();
  for (const path of recordingsOf(rule)) {
    const found = await text.recording(path);
    if (found !== undefined) recordings.set(path, found);
  }
  const results = runRuleTests(rule, recordings);
  const tests = results.map(({ test, passed, expected, found, faults }) => ({
    name: test,
    passed,
    expected,
    found,
    message: faults.length === 0 ? null : faults.join('; '),
  }));
  return { tests, coverage: shownCoverage(rule, results) };
}

function shownCoverage(rule: Rule, results: readonly RuleTestResult[]): NonNullable<RuleChecks['coverage']> {
  const { clauses, share } = coverageOf(rule, results);
  const seen = results.flatMap((result) => result.clauses);
  const tested = results.map(({ found }) => found > 0);
  return {
    clauses: clauses.map(({ text, line }) => {
      const values =
        line === 0
          ? tested
          : seen.filter((one) => one.clause === text && one.line === line).map(({ result }) => result === 'true');
      const heldTrue = values.filter((value) => value).length;
      return {
        clause: text,
        line: line === 0 ? null : line,
        times: values.length,
        heldTrue,
        heldFalse: values.length - heldTrue,
      };
    }),
    note: `${Math.round(share * 100)} % of what its clauses can come to was seen`,
  };
}

function sentenceOf({ name, found, expected, message }: RuleChecks['tests'][number]): string {
  return `its ${name} ${message ?? `found ${found} firings, expected ${expected}`}`;
}

/** Checks again only what changed since it was checked last: sources are read often, and running tests is not cheap. */
export class Checks {
  readonly #known = new Map<string, ReadonlyMap<string, Checked>>();

  /** What was found in a source, each file once. */
  async of(source: Pick<Source, 'origin' | 'name'>, texts: readonly RuleText[]): Promise<Checked[]> {
    const name = `${source.origin} ${source.name}`;
    const before = this.#known.get(name);
    const now = new Map<string, Checked>();
    for (const text of texts) {
      const known = before?.get(text.path);
      now.set(text.path, known?.text.text === text.text && isAlone(known) ? { ...known, text } : await checkText(text));
    }
    this.#known.set(name, now);
    return [...now.values()];
  }
}

/** Whether nothing but the text itself decided: recordings may change without it. */
function isAlone({ rule }: Checked): boolean {
  return rule === undefined || recordingsOf(rule).length === 0;
}
