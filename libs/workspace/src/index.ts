export { applyHunks } from './apply-hunks.ts';
export { changesAt, type SessionChange } from './changes-at.ts';
export { contentHash } from './content.ts';
export type { FileAt, FileVersion, Making, Reason, Seen, Why, Workspace } from './file-at.ts';
export { diffFiles, type FileDifference, fileAt, filesAt, patchOf, versionAt } from './files-at.ts';
export { WorkspaceFold } from './fold.ts';
export type { PlacedEvent } from './placed-event.ts';
export { type Works, worksOf } from './works.ts';
export { bodiesOf, inOrder, textsOf, workspaceKinds, workspaceOf } from './workspace.ts';
