/** A headless harness for a work item, in a working tree of its own, watched from its start to its report. */
export { type AttemptEnd, missingProgram } from './attempt/attempt.ts';
export type { AttemptRecord } from './attempt/folder.ts';
export { type Checkout, checkLevels, type Terms } from './attempt/plan.ts';
export type { RunResult } from './attempt/result.ts';
export { type WorkBus, workBus } from './bus.ts';
export { environmentFor } from './environment.ts';
export { type Git, gitIn } from './git/git.ts';
export { topOf } from './git/worktree.ts';
export { type Allow, allowLevels, type Command, type HeadlessHarness } from './harness.ts';
export { headlessHarness, headlessHarnesses } from './harnesses/index.ts';
export { cleanAll, listAttempts } from './leftovers.ts';
export { type HandOffText, handOffBlock } from './prompt.ts';
export { type RunnerParts, type RunnerTeller, runRunner } from './runner.ts';
export { runnerFolder } from './runner-folder.ts';
