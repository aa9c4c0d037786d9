/** The SDK: what other people's services and our own command talk to the bus with. Runs in browsers too. */
export { backoffMs, pause } from './backoff.ts';
export type { Claim, Conflict } from './claim-shapes.ts';
export { type ClaimCalls, ClaimHeldError, type ToClaim } from './claims.ts';
export { type Client, createClient, type SessionRow } from './client.ts';
export type { ConnectionSettings, QueryValue, RequestOptions } from './connection.ts';
export type { FollowOptions } from './follow.ts';
export { ClaimLostError, HeldClaim } from './held-claim.ts';
export { HooklineError } from './hookline-error.ts';
export type {
  CallOptions,
  FilesQuery,
  MemoryCalls,
  MemoryDecision,
  MemoryVerdict,
  RecallQuery,
  ToRemember,
} from './memory.ts';
export type { LikelyFile, Memory, Recalled, RecalledHit, Said, WhyMemory } from './memory-shapes.ts';
export { onceById, type SeenEvents } from './once-by-id.ts';
export type { PublishOptions, PublishResult } from './publish.ts';
export type {
  Approval,
  ErrandQuery,
  SteerErrands,
  SteeringCalls,
  SteerMessage,
  ToSteer,
  WebhookDelivery,
} from './steering.ts';
export type { Delivery, Handler, SubscribeOptions } from './subscribe.ts';
export {
  type Spent,
  TakenWork,
  WorkCancelledError,
  type WorkJoining,
  WorkLostError,
  type WorkPart,
} from './taken-work.ts';
export type { TakeOptions, WorkCalls, WorkOffer } from './work.ts';
export type { TakenItem, WholeWorkItem, WorkItem, WorkQueue } from './work-shapes.ts';
