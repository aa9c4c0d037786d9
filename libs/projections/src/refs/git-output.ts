import type { Effect } from '@hookline/schemas';

/** A commit as git printed it: its hash may be shortened to seven signs. */
export interface PrintedCommit {
  readonly commit: string;
  /** Undefined when no branch was checked out. */
  readonly branch: string | undefined;
}

/** `[fix-totals 1a2b3c4] message`, which git prints after a commit. */
const committed = /^\[(detached HEAD|[^\]\s]+)(?: \([a-z-]+\))? ([0-9a-f]{7,40})\] /gm;

/** Commits that one output may tell of; git prints one for each. */
const commitsMax = 1_000;

/** The commits that a call made, from what git printed. None for a call that ran no command of git which commits. */
export function commitsPrinted(effects: readonly Effect[], output: unknown): PrintedCommit[] {
  if (!effects.some(isCommit)) return [];
  const found: PrintedCommit[] = [];
  for (const [, branch, commit] of textsOf(output).matchAll(committed)) {
    if (found.length >= commitsMax) break;
    found.push({ commit: commit!, branch: branch === 'detached HEAD' ? undefined : branch });
  }
  return found;
}

function isCommit({ type, object }: Effect): boolean {
  if (type !== 'process.exec' || object === undefined) return false;
  const at = object.search(/\bgit\b/);
  return at !== -1 && /\b(commit|merge|cherry-pick|revert)\b/.test(object.slice(at));
}

/** All texts of an output, whatever shape the harness gives it. */
function textsOf(output: unknown, depth = 0): string {
  if (typeof output === 'string') return output;
  if (typeof output !== 'object' || output === null || depth > 4) return '';
  return Object.values(output)
    .map((value) => textsOf(value, depth + 1))
    .join('\n');
}
