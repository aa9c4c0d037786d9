/** A folder per harness: what it emits, how its hooks are installed and taken out again. */
export type {
  Adapter,
  CaptureContext,
  CapturedHook,
  HookContext,
  ProjectFacts,
  RecordContext,
  RecordFile,
  RecordRequest,
  RecordRow,
  Translated,
} from './adapter.ts';
export { claudeCode } from './claude-code/adapter.ts';
export {
  CLAUDE_CODE,
  type ClaudeCodeTarget,
  claudeCodeSettingsPath,
  type InstallScope,
  planClaudeCodeUninstall,
  planInstall,
} from './claude-code/install.ts';
export { type HookedEvent, hookedEvents } from './claude-code/install-events.ts';
export { type InstallFinding, inspectInstall } from './claude-code/install-inspect.ts';
export { verifyInstall } from './claude-code/install-verify.ts';
export { type ProcessMap, trackProcess } from './claude-code/processes.ts';
export {
  agentOfFile,
  initialCursor,
  parseRecord,
  type RecordCursor,
  recordFiles,
  subagentsFolder,
  transcriptPathOf,
  transcriptsFolder,
} from './claude-code/record.ts';
export type { ClaudeCodeState } from './claude-code/state.ts';
export { findHarness, harnesses } from './harnesses.ts';
export {
  type ApplyReport,
  applyPlan,
  applyUninstall,
  diffFile,
  diffPlan,
  type FileChange,
  type InstallPlan,
  SettingsFileError,
  type UninstallPlan,
} from './install/index.ts';
export {
  CARD_CHARACTERS_MAX,
  type CardPlace,
  hookCommand,
  removeCard,
  renderClaudeCodeShim,
  shimPath,
  writeCard,
} from './shim/index.ts';
export { stripEcho } from './words/echo.ts';
export { errorSignature } from './words/error-signature.ts';
export { programOf } from './words/program-of.ts';
