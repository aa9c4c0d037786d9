export {
  type Action,
  type ActionName,
  type ApprovedAction,
  actionNames,
  nameOf,
} from './actions/action.ts';
export type { ApprovalAction } from './actions/approval.ts';
export type { ClaimAction } from './actions/claim.ts';
export type { SteerAction } from './actions/steer.ts';
export type { SubjectAction } from './actions/subject.ts';
export type { WebhookAction } from './actions/webhook.ts';
export type { PlainWork, WorkAction, WorkChild } from './actions/work.ts';
export { actionsOf } from './actions-of.ts';
export { type ClauseCoverage, type Coverage, coverageOf } from './coverage.ts';
export { clockBehindMs, type Reading, type ReadingMemory, readBatch, type Tie, tieName } from './engine/read-batch.ts';
export {
  type Fired,
  type Outcome,
  type RunOptions,
  runBatch,
  type StateStore,
  type StoredState,
  scheduleKey,
  stateName,
  TooMuchTimeError,
} from './engine/run-batch.ts';
export { type Simulated, Simulation, type SimulationOptions } from './engine/simulation.ts';
export { type InForce, inForce, type Standing, standingOf } from './engine/standing.ts';
export { emptyState, emptyTotals, isSpent, type KeyState, type Totals } from './engine/state.ts';
export type { Budgets, Candidate, EngineRule, Firing, Held, HeldBy, Match, SlimEvent } from './engine/types.ts';
export { type ClauseValue, type Explanation, explain, type StepExplanation } from './explain.ts';
export { foldFacts, noFacts } from './facts/fold-facts.ts';
export { type CommandFact, type FileFact, factsShape, type SessionFacts } from './facts/session-facts.ts';
export { matchesOf, stepHolds } from './match.ts';
export { parseRule, type Rule, RuleError, type RuleFault } from './parse-rule.ts';
export {
  decide,
  isFor,
  type Policy,
  type PolicyFile,
  type PolicyTestResult,
  type PolicyVerdict,
  parsePolicy,
  policyFileSchema,
  policyTextFor,
  rulingOf,
  runPolicyTests,
} from './policies/index.ts';
export { type RuleFile, ruleFileSchema } from './rule-file.ts';
export { type Recordings, type RuleTestResult, recordingsOf, runRuleTests } from './run-tests.ts';
