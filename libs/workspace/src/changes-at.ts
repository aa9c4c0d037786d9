import type { FileAt, FileVersion, Reason, Workspace } from './file-at.ts';
import { fileAt } from './files-at.ts';

/** A path that a session changed, or may have changed itself. */
export interface SessionChange {
  readonly path: string;
  /** What it holds at the moment; unknown with the reason. */
  readonly after: FileAt;
  /**
   * What the session saw or made it hold before that, newest last: hashes, and `absent`. Empty where nobody knows what was
   * there.
   */
  readonly before: readonly string[];
}

/** Why a path is unknown that a call of the session meant to write; commands may write anything, and mean no path. */
const meant: ReadonlySet<Reason> = new Set([
  'in-flight',
  'overlap',
  'patch',
  'failed',
  'not-told',
  'seen-changed',
  'twin',
]);
const beforeMax = 100;

/**
 * What a session changed by a place of its order (its end where not given), by path: what its calls wrote, and what it saw
 * change. What holds again what it held at first is no change. Files that only a command may have written are not among them:
 * that may be any.
 */
export function changesAt({ versions }: Pick<Workspace, 'versions'>, order?: string): SessionChange[] {
  return [...versions]
    .flatMap(([path, list]) => {
      const until = order === undefined ? list : list.filter((version) => version.order <= order);
      const last = until.at(-1);
      if (last === undefined) return [];
      const held = heldBy(until);
      const now = contentOf(last);
      const isChanged = now === undefined ? until.some(wasMeant) : held.length > 1 || until.some(isWritten);
      if (!isChanged || (now !== undefined && held[0] === now && !beginsWritten(until))) return [];
      const before = held.at(-1) === now ? held.slice(0, -1) : held;
      return [{ path, after: fileAt(path, last), before: before.slice(-beforeMax) }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What it held one after the other, as far as that is known. */
function heldBy(versions: readonly FileVersion[]): string[] {
  const held: string[] = [];
  for (const version of versions) {
    for (const content of [version.before, contentOf(version)])
      if (content !== undefined && content !== held.at(-1)) held.push(content);
  }
  return held;
}

/** Whether the first that is known of it is what a call made of it, and not what was there before. */
function beginsWritten(versions: readonly FileVersion[]): boolean {
  const first = versions.find((version) => version.before !== undefined || contentOf(version) !== undefined);
  return first !== undefined && first.before === undefined && isWritten(first);
}

function contentOf({ state, hash }: FileVersion): string | undefined {
  return state === 'absent' ? 'absent' : (hash ?? undefined);
}

function isWritten({ how }: FileVersion): boolean {
  return how !== null && how !== 'read';
}

function wasMeant(version: FileVersion): boolean {
  return isWritten(version) || (version.how !== 'read' && version.why !== null && meant.has(version.why.reason));
}
