import { watch } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRule, type Rule, RuleError, runRuleTests } from '@hookline/rules';

/** What lies in a folder of rules: those that may come into force, with their text, and what is wrong with the others. */
export interface RuleFolder {
  readonly rules: readonly { readonly rule: Rule; readonly source: string }[];
  /** One sentence a fault, beginning with the file. */
  readonly faults: readonly string[];
}

const filesMax = 1_000;

/** Reads every `*.yaml` and `*.yml` of a folder. A file with a fault, or whose own tests fail, is left out and named. */
export async function readRuleFolder(folder: string): Promise<RuleFolder> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const rules = new Map<string, { rule: Rule; source: string }>();
  const faults: string[] = [];
  if (names.length > filesMax)
    faults.push(`${folder}: found ${names.length} files, only the first ${filesMax} are read`);
  for (const name of names.slice(0, filesMax)) {
    try {
      const source = await readFile(join(folder, name), 'utf8');
      const rule = parseRule(source, name);
      const failed = runRuleTests(rule).filter((result) => !result.passed);
      if (failed.length > 0) {
        faults.push(
          ...failed.map((one) => `${name}: its ${one.test} found ${one.found} firings, expected ${one.expected}`),
        );
      } else if (rules.has(rule.name)) {
        faults.push(`${name}: another file has a rule called ${rule.name} already`);
      } else {
        rules.set(rule.name, { rule, source });
      }
    } catch (error) {
      if (!(error instanceof RuleError) && !isFileTrouble(error)) throw error;
      faults.push(error.message);
    }
  }
  return { rules: [...rules.values()], faults };
}

/** Tells when something in the folder changed, until `signal` aborts. Several changes at once are told once. */
export function watchRuleFolder(folder: string, signal: AbortSignal, onChange: () => void): void {
  let told: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { signal }, () => {
    clearTimeout(told);
    told = setTimeout(onChange, 100);
    told.unref();
  });
  // A folder that cannot be watched any more is still read now and then.
  watcher.on('error', () => watcher.close());
}

function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
