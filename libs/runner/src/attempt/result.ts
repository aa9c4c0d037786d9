import type { Carried } from '../carry/changes.ts';
import type { Changes } from '../git/changes.ts';
import type { Heard } from '../harness.ts';
import { verdictIn } from '../verdict.ts';

/** What came of an item, as `work.completed` has it. */
export interface RunResult {
  /** The agent's last words: up to 20,000 characters, the end of longer ones. */
  readonly text: string;
  /** Of the last JSON object in its words that has one, and what else that object says. */
  readonly verdict?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly harness: string;
  readonly session?: string;
  readonly durationMs: number;
  readonly costUsd?: number;
  readonly changes?: Pick<Changes, 'files' | 'insertions' | 'deletions' | 'paths' | 'commits'>;
  /** What was laid into its working tree before it began, and what could not be: at most fifty paths of each. */
  readonly carried?: { readonly files: number; readonly paths: readonly string[]; readonly left: Carried['left'] };
  /** Where the changes are, when they were kept. */
  readonly branch?: string;
  readonly commit?: string;
}

const textMax = 20_000;
const verdictMax = 16_000;
const pathsMax = 50;

interface Facts {
  readonly harness: string;
  readonly session: string | undefined;
  readonly heard: Heard;
  readonly durationMs: number;
  readonly changes: Changes | undefined;
  readonly kept: { readonly branch: string; readonly commit: string } | undefined;
  readonly carried: Carried | undefined;
}

export function resultOf({ harness, session, heard, durationMs, changes, kept, carried }: Facts): RunResult {
  const found = verdictIn(heard.text);
  const { verdict, ...details } = found !== undefined && JSON.stringify(found).length <= verdictMax ? found : {};
  const { files, insertions, deletions, paths, commits } = changes ?? {};
  return {
    text: heard.text.trim().slice(-textMax),
    ...(verdict !== undefined && { verdict }),
    ...(Object.keys(details).length > 0 && { details }),
    harness,
    ...(session !== undefined && { session }),
    durationMs,
    ...(heard.costUsd !== undefined && { costUsd: heard.costUsd }),
    ...(files !== undefined && {
      changes: { files, insertions: insertions!, deletions: deletions!, paths: paths!, commits: commits! },
    }),
    ...(carried !== undefined && { carried: shortened(carried) }),
    ...kept,
  };
}

function shortened({ paths, left }: Carried): RunResult['carried'] & {} {
  return {
    files: paths.length,
    paths: paths.slice(0, pathsMax),
    left: left.slice(0, pathsMax).map(({ path, why }) => ({ path: path.slice(0, 500), why: why.slice(0, 500) })),
  };
}
