import { watch } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Policy, parsePolicy, RuleError, runPolicyTests } from '@hookline/rules';
import { soon } from '../sources/folder.ts';

/** What is wrong with a file, in a sentence that begins with it. */
export interface PolicyFault {
  readonly path: string;
  readonly message: string;
}

/** What lies in a folder of policies: those that may come into force, with their text, and what is wrong with the others. */
export interface PolicyFolder {
  readonly policies: readonly { readonly policy: Policy; readonly source: string; readonly path: string }[];
  readonly faults: readonly PolicyFault[];
}

const filesMax = 1_000;
const bytesMax = 256 * 1024;

/**
 * Reads every `*.yaml` and `*.yml` of a folder, which is made where it is missing. A file with a fault, or whose own tests
 * fail, is left out and named.
 */
export async function readPolicyFolder(folder: string): Promise<PolicyFolder> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const policies = new Map<string, PolicyFolder['policies'][number]>();
  const faults: PolicyFault[] = names
    .slice(filesMax)
    .map((path) => ({ path, message: `${path}: only the first ${filesMax} files of ${folder} are read` }));
  for (const path of names.slice(0, filesMax)) {
    const fault = (message: string) => faults.push({ path, message: `${path}: ${message}` });
    try {
      const { size } = await stat(join(folder, path));
      if (size > bytesMax) {
        fault(`found ${size} bytes, expected at most ${bytesMax}`);
        continue;
      }
      const source = await readFile(join(folder, path), 'utf8');
      const policy = parsePolicy(source, path);
      const failed = runPolicyTests(policy).filter(({ passed }) => !passed);
      for (const { test, found, expected } of failed) fault(`its ${test} found ${found}, expected ${expected}`);
      if (failed.length > 0) continue;
      const before = policies.get(policy.name);
      if (before !== undefined) fault(`${before.path} has a policy called ${policy.name} already`);
      else policies.set(policy.name, { policy, source, path });
    } catch (error) {
      if (error instanceof RuleError)
        for (const line of error.message.split('\n')) faults.push({ path, message: line });
      else if (isFileTrouble(error)) fault(`it cannot be read: ${error.message}`);
      else throw error;
    }
  }
  return { policies: [...policies.values()], faults };
}

/** Rings when something in the folder changed, until `signal` aborts. One that cannot be watched is still read now and then. */
export function watchPolicyFolder(folder: string, signal: AbortSignal, onChange: () => void): void {
  try {
    const watcher = watch(folder, { signal }, soon(onChange));
    watcher.on('error', () => watcher.close());
  } catch (error) {
    if (!isFileTrouble(error)) throw error;
  }
}

function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
