export type { AgentRow } from './agents/agents.ts';
export { listAgents } from './agents/queries.ts';
export { type ArrangedEvent, arrange } from './arrange.ts';
export type { CallRow, Permission } from './calls/call-row.ts';
export { listCalls } from './calls/queries.ts';
export type { FileRow } from './files/files.ts';
export { fileHistory, listFiles } from './files/queries.ts';
export { type FoldedRows, foldEvents } from './fold-events.ts';
export type { MessageRow } from './messages/messages.ts';
export { listMessages } from './messages/queries.ts';
export { type PlanItem, type PlanRow, planAt } from './plans/plans.ts';
export { listPlans } from './plans/queries.ts';
export type { AnyProjection, ColumnType, Projection } from './projection.ts';
export { projections } from './projections.ts';
export type { After, Page } from './read-models.ts';
export { type Liveness, livenessOf, type Waiting, waitingFor } from './sessions/liveness.ts';
export {
  getSession,
  listSessions,
  resolveSession,
  type SessionCounts,
  type SessionFilter,
  type SessionSummary,
} from './sessions/queries.ts';
export type { Ask, SessionRow } from './sessions/session-row.ts';
export { type SessionState, stateAt } from './state/state-at.ts';
export { type Built, buildStep, requeueStep } from './store/build.ts';
export type { Poison } from './store/fold-batch.ts';
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
export type { DerivedView } from './views/derived-view.ts';
export { derivedViews } from './views/index.ts';
