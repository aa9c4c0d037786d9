/** What agents' work teaches: facts of sessions, derivers that observe them, and the fold of observations into memories. */
export { activeFromSessions, type CommandCard, cardId, cardOf } from './commands/command-card.ts';
export { commandKey } from './commands/command-key.ts';
export { type CallName, type CommandRun, callEndOf, runsOf, startOf } from './commands/command-run.ts';
export type { Purpose } from './commands/purpose.ts';
export { type SimpleCommand, simpleCommands } from './commands/simple-commands.ts';
export { statementOf } from './commands/statement.ts';
export { countingOf, deriveAll, mergesOf } from './derive-all.ts';
export { type AnyDeriver, type Deriver, evidenceOf, type Observation, type Rendered, type Seen } from './deriver.ts';
export { derivers, findDeriver } from './derivers.ts';
export type { ExtractedItem, Fact, FactBody, FactEffect, FactPlace } from './facts/fact.ts';
export { factOf, factVersion } from './facts/fact-of.ts';
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
export { judgeUse } from './feedback/judge-use.ts';
export type { Decision, UseOutcome } from './fold/decision.ts';
export { decisionOf } from './fold/decision-of.ts';
export { foldMemory, priorAt, type Sources, statusAt } from './fold/fold-memory.ts';
export { projectNamed, type Standing, standingOf } from './fold/standing.ts';
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
export { readScope, type Scope, type ScopeType, scopeText, scopeWalk, type Whereabouts } from './scope/scope.ts';
export { type SessionCard, sessionCard, sessionCardTokensMax } from './session-card.ts';
