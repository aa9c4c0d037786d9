/** What agents' work teaches: facts of sessions, derivers that observe them, and the fold of observations into memories. */

export { auditJunk, type Junk, type JunkFinding, type JunkReason } from './audit/junk.ts';
export { commandKey } from './commands/command-key.ts';
export { failureSignature } from './commands/failure-signature.ts';
export type { Purpose } from './commands/purpose.ts';
export { runsOfCall, type ShellRun, shellRuns } from './commands/shell-runs.ts';
export { type SimpleCommand, simpleCommands } from './commands/simple-commands.ts';
export { commandSubjects, subjectsOf } from './commands/subjects.ts';
export { countingOf, type Derived, deriveAll, deriveFrom, mergesOf } from './derive-all.ts';
export { type AnyDeriver, type Deriver, evidenceOf, type Observation, type Rendered, type Seen } from './deriver.ts';
export { promptsOfPerson, wordsOfPerson } from './derivers/asked.ts';
export type { Claim, ClaimDetails } from './derivers/claim.ts';
export type { CommandDetails } from './derivers/command.ts';
export type { EnvironmentDetails } from './derivers/environment.ts';
export type { EpisodeDetails } from './derivers/episode.ts';
export type { FlakyDetails } from './derivers/flaky.ts';
export type { PermissionDetails } from './derivers/permission.ts';
export type { PitfallDetails } from './derivers/pitfall.ts';
export type { ProcedureDetails } from './derivers/procedure.ts';
export { type Failure, failuresOf } from './derivers/remedy/failures.ts';
export type { RemedyDetails } from './derivers/remedy.ts';
export { subjectOf } from './derivers/subject.ts';
export { isProjectFile, readsIn, type Touch, writesIn } from './derivers/touched.ts';
export type { ViolationDetails } from './derivers/violation.ts';
export { derivers, findDeriver } from './derivers.ts';
export type { ExtractedItem, Fact, FactBody, FactEffect, FactPlace } from './facts/fact.ts';
export { factOf, factVersion } from './facts/fact-of.ts';
export { plainText } from './facts/plain-text.ts';
export {
  type Call,
  type FileStep,
  type Prompt,
  type Said,
  type Step,
  type Story,
  storyOf,
  type Wrote,
} from './facts/story.ts';
export { type Aftermath, aftermathOf } from './feedback/aftermath.ts';
export { figuresOf, type SessionFigures } from './feedback/figures.ts';
export { judgeUse } from './feedback/judge-use.ts';
export {
  type ComparedSession,
  type FeedbackReport,
  feedbackReport,
  type ReportedUse,
} from './feedback/report.ts';
export type { Decision, UseOutcome } from './fold/decision.ts';
export { decisionOf } from './fold/decision-of.ts';
export { foldMemory, priorAt, type Sources, statusAt } from './fold/fold-memory.ts';
export { projectNamed, type Standing, standingOf, teamsOf } from './fold/standing.ts';
export { blockOf } from './inject/block.ts';
export { heldOut, heldOutOneIn, holdOutSalt } from './inject/hold-out.ts';
export { type KnownPack, knownPack } from './inject/known.ts';
export {
  type Injection,
  type Moment,
  type Surface,
  sessionTokensMax,
  surfaces,
  surfaceTokensMax,
  type ToldBefore,
} from './inject/moment.ts';
export {
  isWorthTelling,
  makePack,
  type Pack,
  type PackEntry,
  packEntriesMax,
  packEntry,
  packKindMax,
  packKinds,
  packLengthMax,
} from './inject/pack.ts';
export { type Patterns, patternsOf } from './inject/patterns.ts';
export { planInjection } from './inject/plan.ts';
export { type KindFacts, kindFacts, type MemoryKind, memoryKindNames, memoryKinds } from './kinds.ts';
export {
  type Json,
  type Memory,
  type MemoryOrigin,
  type MemoryStatus,
  type MemoryTrust,
  memoryId,
  oneLine,
  shortId,
  statementLengthMax,
  titleLengthMax,
} from './memory.ts';
export { type ObservedMemory, observeStory } from './observe/observe-story.ts';
export { aftermathsOf, type Told } from './observe/told.ts';
export { diversify } from './recall/diversify.ts';
export { type Arm, type Fused, fuse, type Place } from './recall/fuse.ts';
export { type ExactKey, keysAsked, keysOf, type Named } from './recall/keys.ts';
export { type DropReason, type Packed, pack } from './recall/pack.ts';
export { type SaidText, saidId, saidOf, saidPosition, shownId } from './recall/said.ts';
export { recallVersion, recallWeights } from './recall/weights.ts';
export { type PastWork, pastWorkOf } from './recall-files/past-work.ts';
export { type FileReason, type Intended, type PredictedFile, predictFiles } from './recall-files/predict-files.ts';
export { readScope, type Scope, type ScopeType, scopeText, scopeWalk, type Whereabouts } from './scope/scope.ts';
export { agentsMdBlock, withAgentsMdBlock } from './skills/agents-md.ts';
export { type SkillDraft, skillDraft } from './skills/draft.ts';
export { type SkillState, skillState, sumOfTrials, type Trials, trialsIn } from './skills/trials.ts';
export { jaccard } from './words/jaccard.ts';
export { quotable, quoted } from './words/quoted.ts';
export { tokenEstimate } from './words/token-estimate.ts';
export { visible } from './words/visible.ts';
export { wordIndex } from './words/word-index.ts';
export { wordsOf } from './words/words-of.ts';
