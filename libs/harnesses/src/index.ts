/** A folder per harness: what it emits, how its hooks are installed and taken out again. */
export type {
  Adapter,
  CaptureContext,
  CapturedHook,
  HookContext,
  ProjectFacts,
  RecordContext,
  RecordFile,
  RecordPlace,
  RecordRequest,
  RecordRow,
  RecordTable,
  Translated,
  Where,
} from './adapter.ts';
export type { AboutToRun, Asked, AskedEvents, Asker, Guard, Ruled } from './asking/asker.ts';
export { findAsker } from './asking/askers.ts';
export { guardDecidedEvent, steerEndedEvent } from './asking/edge-events.ts';
export { type Injected, injectedEvent } from './asking/injected-event.ts';
export { claudeCode } from './claude-code/adapter.ts';
export { planInstall } from './claude-code/install.ts';
export { hookedEvents } from './claude-code/install-events.ts';
export { transcriptPathOf, transcriptsFolder } from './claude-code/record.ts';
export { claudeCodeShim } from './claude-code/shim.ts';
export type { ClaudeCodeState } from './claude-code/state.ts';
export { type AddedTime, addedTimes } from './conformance/added-time.ts';
export type { Conformance, Evidence, FactName } from './conformance/conformance.ts';
export { conformances } from './conformance/conformances.ts';
export { type Fact, facts } from './conformance/facts.ts';
export { findHarness, harnesses } from './harnesses.ts';
export { findProgram } from './install/find-program.ts';
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
export { InstallRecords } from './install/record.ts';
export { type Watched, WatchList } from './install/watch-list.ts';
export type {
  Consent,
  DetectedHarness,
  Installer,
  InstallFinding,
  InstallScope,
  InstallSite,
  WatchedPlace,
} from './installer.ts';
export { findInstaller, installers, undoInstall } from './installers.ts';
export { openCode } from './opencode/adapter.ts';
export { openCodeConformance } from './opencode/conformance.ts';
export { effectsOf as effectsOfOpenCode } from './opencode/tools.ts';
export { type ProcessMap, trackProcess } from './processes.ts';
export { initialCursor, parseRecord, type RecordCursor } from './record-rows.ts';
export {
  type AnswersLayout,
  type AskLists,
  announcedFolder,
  answersLayout,
  CARD_CHARACTERS_MAX,
  type CardPlace,
  hookCommand,
  removeAskLists,
  removeCard,
  renderShim,
  type ShimSpec,
  shimPath,
  writeAskLists,
  writeCard,
} from './shim/index.ts';
export type { TelemetryFact, TelemetryTranslator } from './telemetry/telemetry.ts';
export { findTelemetry, telemetryTranslators } from './telemetry/translators.ts';
export { memoriesIn } from './telling/injected.ts';
export { stripEcho } from './words/echo.ts';
export { errorSignature } from './words/error-signature.ts';
export { normaliseRemote } from './words/normalise-remote.ts';
export { programOf } from './words/program-of.ts';
