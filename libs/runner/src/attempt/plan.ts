import type { Allow, HeadlessHarness } from '../harness.ts';
import { headlessHarness } from '../harnesses/index.ts';
import { type TakenItem, type Task, taskOf } from '../item.ts';

/** A checkout that working trees are made from. */
export interface Checkout {
  /** Its top. */
  readonly path: string;
  /** The project it is of, as events name it. */
  readonly project: string | undefined;
}

/** What a runner lets agents do, and where. */
export interface Terms {
  /** The harnesses it starts: the first one where an item names none. */
  readonly harnesses: readonly HeadlessHarness[];
  readonly checkouts: readonly Checkout[];
  readonly allow: Allow;
  readonly timeoutMs: number;
  readonly budgetUsd?: number | undefined;
  readonly model?: string | undefined;
}

/** How one item is going to be done. */
export interface Plan {
  readonly task: Task;
  readonly harness: HeadlessHarness;
  /** Absent when the agent gets an empty folder. */
  readonly checkout?: Checkout;
  readonly timeoutMs: number;
  readonly budgetUsd: number | undefined;
  readonly model: string | undefined;
}

/** Throws when this runner cannot do it, and an `UnfitItemError` when nobody can. */
export function planOf(item: TakenItem, terms: Terms): Plan {
  const task = taskOf(item);
  const harness = harnessFor(item, task, terms);
  const budgets = [task.budgetUsd, terms.budgetUsd].filter((one) => one !== undefined);
  return {
    task,
    harness,
    ...(task.isolate === 'worktree' && { checkout: checkoutFor(item, terms) }),
    timeoutMs: Math.min(item.timeoutMs ?? terms.timeoutMs, terms.timeoutMs),
    budgetUsd: budgets.length === 0 ? undefined : Math.min(...budgets),
    model: task.model ?? terms.model,
  };
}

/** Throws for what a harness cannot be held to. */
export function checkLevels(harnesses: readonly HeadlessHarness[], allow: Allow): void {
  for (const { name, levels } of harnesses) {
    if (!levels.includes(allow))
      throw new Error(
        `${name} cannot be held to "${allow}": let it do ${levels.map((one) => `"${one}"`).join(' or ')}`,
      );
  }
}

function harnessFor(item: TakenItem, { harness }: Task, { harnesses }: Terms): HeadlessHarness {
  const found = harness === undefined ? harnesses[0]! : harnesses.find(({ name }) => name === harness);
  if (found !== undefined) return found;
  // Says which names there are at all, where it is none of them.
  const { name } = headlessHarness(harness!);
  const ours = harnesses.map((one) => one.name).join(', ');
  throw new Error(`item ${item.id} asks for ${name}; this runner starts ${ours}: take it with --harness ${name}`);
}

function checkoutFor({ id, project }: TakenItem, { checkouts }: Terms): Checkout {
  const found = project ? checkouts.find((one) => one.project === project) : checkouts[0];
  if (found !== undefined) return found;
  const ours = checkouts.map(({ path, project: of }) => `${path} (${of ?? 'of no project'})`).join(', ') || 'none';
  throw new Error(
    `item ${id} is of the project ${project ?? 'that nobody named'}; this runner has the checkouts ${ours}: give it one of that project with --repo`,
  );
}
