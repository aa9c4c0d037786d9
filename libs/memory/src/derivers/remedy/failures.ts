import { failureSignature } from '../../commands/failure-signature.ts';
import { looksOnly } from '../../commands/looks-only.ts';
import { type ShellRun, shellRuns } from '../../commands/shell-runs.ts';
import { commandTokens } from '../../commands/tokens.ts';
import type { Call, Step, Story } from '../../facts/story.ts';
import { jaccard } from '../../words/jaccard.ts';

/** How a failure was got over. */
export type Way = {
  /**
   * What succeeded next: `edit`: the failed command, after files were written; `again`: the failed command, after
   * nothing; `run`: another command.
   */
  readonly by: 'edit' | 'again' | 'run';
  /** Key of the command that succeeded next, and how it was run. */
  readonly key: string;
  readonly command: string;
  /** Files that were written in between. */
  readonly files: readonly string[];
  /** Whether there is another reason to believe in it: the failed command succeeded then; the error names it, or it is another way of writing what failed. */
  readonly passed: boolean;
  readonly named: boolean;
};

/** A shell call that failed in a way that can be told again, and how the session got over it, if it did. */
export interface Failure {
  readonly call: Call;
  readonly signature: string;
  readonly way: Way | undefined;
  readonly command: string;
}

const likenessMin = 0.5;
const filesMax = 6;
/** What succeeds after so many more calls has nothing to do with the failure. */
const callsMax = 60;

/** The failures of a session, in its order. */
export function failuresOf(story: Story): Failure[] {
  const runsOf = Map.groupBy(shellRuns(story), ({ call }) => call);
  return story.steps.flatMap((step, at): Failure[] => {
    if (step.type !== 'call' || step.outcome !== 'failed') return [];
    const runs = runsOf.get(step);
    const signature = runs && failureSignature(step.text ?? '');
    if (runs === undefined || signature === undefined) return [];
    const failed = failedOf(runs);
    if (failed.length === 0) return [];
    const way = wayOver(step, failed, story.steps.slice(at + 1), runsOf);
    return [{ call: step, signature, way, command: failed.at(-1)!.key }];
  });
}

/** The programs of a failed call that may be what failed: the one that did where that is known. Looks do not count. */
function failedOf(runs: readonly ShellRun[]): ShellRun[] {
  const known = runs.filter(({ ok }) => ok === false);
  return (known.length > 0 ? known : runs.filter(({ ok }) => ok === undefined)).filter(
    ({ key, words }) => !looksOnly(key, words),
  );
}

/** What succeeded next, if anything did; and what was written before it did. */
function wayOver(
  call: Call,
  failed: readonly ShellRun[],
  after: readonly Step[],
  runsOf: ReadonlyMap<Call, readonly ShellRun[]>,
): Way | undefined {
  const keys = new Set(failed.map(({ key }) => key));
  const files = new Set<string>();
  let calls = 0;
  for (const [at, step] of after.entries()) {
    if (step.type === 'wrote') files.add(step.path);
    if (step.type !== 'call') continue;
    calls += 1;
    if (calls > callsMax) return undefined;
    for (const { path } of step.writes) files.add(path);
    if (step.outcome !== 'ok') continue;
    const worked = (runsOf.get(step) ?? []).filter((run) => run.ok !== false && !looksOnly(run.key, run.words));
    const same = worked.find(({ key }) => keys.has(key));
    const next = same ?? worked[0];
    if (next === undefined) continue;
    const written = [...files].slice(0, filesMax);
    const text = call.text ?? '';
    return {
      by: same === undefined ? 'run' : files.size > 0 ? 'edit' : 'again',
      key: next.key,
      command: next.command,
      files: written,
      passed: same !== undefined || passesLater(keys, after.slice(at + 1), runsOf),
      named:
        same === undefined
          ? isNamed(next, failed, text) || isLike(next, failed)
          : written.some((path) => text.includes(baseOf(path))),
    };
  }
  return undefined;
}

/** Whether one of the commands that failed succeeds before any of them fails again. */
function passesLater(
  keys: ReadonlySet<string>,
  after: readonly Step[],
  runsOf: ReadonlyMap<Call, readonly ShellRun[]>,
): boolean {
  let calls = 0;
  for (const step of after) {
    if (step.type !== 'call') continue;
    calls += 1;
    if (calls > callsMax) return false;
    const its = (runsOf.get(step) ?? []).filter(({ key }) => keys.has(key));
    if (its.length > 0) return step.outcome === 'ok';
  }
  return false;
}

/** Whether it is another way of writing what failed. */
function isLike({ words }: ShellRun, failed: readonly ShellRun[]): boolean {
  return failed.some((run) => jaccard(commandTokens(words), commandTokens(run.words)) >= likenessMin);
}

/** Whether an error speaks of a command: of a word of it that the failed commands did not have. */
function isNamed({ words }: ShellRun, failed: readonly ShellRun[], text: string): boolean {
  const had = new Set(failed.flatMap((run) => run.words));
  return words.some((word) => word.length >= 4 && !had.has(word) && !word.startsWith('/') && text.includes(word));
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
