import type { WorkBus } from '../bus.ts';
import type { Git } from '../git/git.ts';
import { showAsUncommitted, treeOf } from '../git/uncommitted.ts';
import type { Worktree } from '../git/worktree.ts';
import type { Carried } from './changes.ts';
import { layChanges } from './lay.ts';
import { carryPlan } from './plan.ts';

interface Parts {
  readonly bus: Pick<WorkBus, 'changesOf' | 'contentOf'>;
  readonly git: Git;
  readonly worktree: Worktree;
  /** The project that the checkout is of. */
  readonly project: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Lays what a session had changed by a position over a working tree, uncommitted, so that git shows there what the session
 * did. Answers what was carried over, and the tree as it is now, against which the agent's own changes are told. Undefined
 * where there is no such session.
 */
export async function carryOver(
  { bus, git, worktree, project, signal }: Parts,
  { session, position }: { session: string; position: number },
): Promise<{ carried: Carried; laid: string | undefined } | undefined> {
  const changes = await bus.changesOf(session, position);
  if (changes === undefined) return undefined;
  if (project !== undefined && changes.project !== null && changes.project !== project) {
    const why = `the session worked on ${changes.project}, not on ${project}`;
    const left = changes.files.map(({ path }) => ({ path, why }));
    return { carried: { session, position, paths: [], same: 0, left }, laid: undefined };
  }
  const plan = carryPlan(changes.files);
  const read = (path: string) => bus.contentOf(session, position, path);
  const { paths, same, left } = await layChanges(worktree.tree, plan.lay, read, signal);
  const more = changes.more === 0 ? [] : [{ path: `${changes.more} more`, why: 'too many files were changed' }];
  const carried = { session, position, paths, same, left: [...plan.left, ...left, ...more] };
  if (paths.length === 0) return { carried, laid: undefined };
  const laid = await treeOf(git, worktree);
  await showAsUncommitted(git, worktree);
  return { carried, laid };
}
