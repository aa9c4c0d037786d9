/** What another agent needs to go on from a session: pure, from a state of it. */

export { costOfState, type Price } from './cost.ts';
export { changedFiles } from './files.ts';
export type {
  ChangedFile,
  Command,
  DeadEnd,
  Decision,
  HandOff,
  Question,
  Request,
  Running,
  Step,
} from './hand-off.ts';
export { makeHandOff } from './make-hand-off.ts';
export { handOffMarkdown } from './markdown.ts';
export { projectPath } from './project-path.ts';
