import { readFile, realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { parseRule, type Rule, RuleError, type RuleTestResult, recordingsOf, runRuleTests } from '@hookline/rules';
import type { FileOnDisk } from '../yaml-files.ts';

/** What is to be said of a rule file without a bus. */
export interface CheckedFile {
  readonly rule: string;
  readonly path: string;
  readonly version?: string;
  readonly tests: readonly Pick<RuleTestResult, 'test' | 'passed' | 'expected' | 'found' | 'faults'>[];
  /** One sentence a fault. */
  readonly problems: readonly string[];
}

/** Reads a rule file and runs its own tests, recordings beside it included. */
export async function checkFile({ name, file, text }: FileOnDisk): Promise<CheckedFile> {
  let rule: Rule;
  try {
    rule = parseRule(text, name);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { rule: name, path: name, tests: [], problems: error.message.split('\n') };
  }
  const results = runRuleTests(rule, await recordingsBeside(rule, file));
  const tests = results.map(({ test, passed, expected, found, faults }) => ({ test, passed, expected, found, faults }));
  const problems = tests.filter(({ passed }) => !passed).map(problemOf);
  return { rule: rule.name, path: name, version: rule.version, tests, problems };
}

function problemOf({ test, faults }: CheckedFile['tests'][number]): string {
  return `${test}: ${faults.join('; ')}`;
}

/** The recordings that the tests of a rule name; none from outside of the folder that the rule lies in. */
async function recordingsBeside(rule: Rule, file: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const folder = await realpath(dirname(file));
  for (const named of recordingsOf(rule)) {
    const path = await realpath(resolve(folder, named)).catch(() => undefined);
    if (path === undefined || relative(folder, path).split(sep)[0] === '..') continue;
    found.set(named, await readFile(path, 'utf8'));
  }
  return found;
}
