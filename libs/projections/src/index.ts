export type { AgentRow } from './agents/agents.ts';
export { listAgents } from './agents/queries.ts';
export { type ArrangedEvent, arrange } from './arrange.ts';
export type { CallRow, Permission } from './calls/call-row.ts';
export { listCalls } from './calls/queries.ts';
export type { CodeRow } from './code/code.ts';
export {
  type CostDimension,
  type CostGroup,
  type CostSums,
  type Costs,
  costDimensions,
  costsBy,
} from './costs/queries.ts';
export type { FileRow } from './files/files.ts';
export { fileHistory, listFiles } from './files/queries.ts';
export { type FoldedRows, foldEvents } from './fold-events.ts';
export type { MessageRow } from './messages/messages.ts';
export { listMessages } from './messages/queries.ts';
export { codeOfSession, type TiedEvent } from './outcomes/code-of-session.ts';
export { listPulls, type Pull, type PullFilter } from './outcomes/pulls.ts';
export {
  type OutcomeDimension,
  type OutcomeGroup,
  type OutcomeSums,
  type Outcomes,
  outcomeDimensions,
  outcomesBy,
} from './outcomes/queries.ts';
export { type SessionBrief, sessionBriefs } from './outcomes/session-briefs.ts';
export { type PlanItem, type PlanRow, planAt } from './plans/plans.ts';
export { listPlans } from './plans/queries.ts';
export { type Doing, type Present, presentOf, type SharedFile } from './present/queries.ts';
export type { AnyProjection, ColumnType, Projection } from './projection.ts';
export { projections } from './projections.ts';
export type { PullRow } from './pulls/pulls.ts';
export type { After, Page } from './read-models.ts';
export type { RefRow } from './refs/refs.ts';
export { type Liveness, livenessOf, silentSessionMs, type Waiting, waitingFor } from './sessions/liveness.ts';
export {
  getSession,
  listSessions,
  resolveSession,
  type SessionCounts,
  type SessionFilter,
  type SessionSummary,
} from './sessions/queries.ts';
export type { Ask, SessionRow } from './sessions/session-row.ts';
export { dueSessions } from './state/due-sessions.ts';
export { hashRows } from './state/hash-rows.ts';
export { type SnapshotMade, snapshotStep } from './state/snapshot-step.ts';
export { dropOtherVersions, forgetSnapshots, snapshotsChannel } from './state/snapshots.ts';
export { type SessionState, type StateOptions, stateAt } from './state/state-at.ts';
export { type DifferingState, type VerifiedStates, verifyStates } from './state/verify-states.ts';
export { type Built, buildStep, requeueStep } from './store/build.ts';
export type { Poison } from './store/fold-batch.ts';
export { carefully } from './store/fold-generations.ts';
export { foldSessionEverywhere } from './store/fold-session-again.ts';
export { prepareGenerations, projectionsChannel } from './store/generations.ts';
export {
  compareWithLive,
  listProjections,
  listQuarantine,
  type ProjectionState,
  ProjectionStateError,
  type Quarantined,
  requestRebuild,
  requeue,
  rollback,
  switchTo,
} from './store/manage.ts';
export { firstCheckpoint, type Projected, projectBatch } from './store/project-batch.ts';
export { listTurns, type TurnSummary } from './turns/queries.ts';
export type { TurnRow } from './turns/turns.ts';
export { listUsage, type UsageBy, type UsageSum, usageBy } from './usage/queries.ts';
export type { UsageRow } from './usage/usage.ts';
export type { AnalyticsView } from './views/analytics/analytics-view.ts';
export { analyticsViews } from './views/analytics/index.ts';
export { type Tie, ties } from './views/code-ties.ts';
export type { DerivedView } from './views/derived-view.ts';
export { derivedViews } from './views/index.ts';
