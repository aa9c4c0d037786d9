import { AgentEnded } from './agent-ended.ts';
import { AgentLinked } from './agent-linked.ts';
import { AgentStarted } from './agent-started.ts';
import { ApprovalAsked } from './approval-asked.ts';
import { ApprovalDecided } from './approval-decided.ts';
import { BackgroundEnded } from './background-ended.ts';
import { BranchPushed } from './branch-pushed.ts';
import { CaptureDropped } from './capture-dropped.ts';
import { CaptureReconciled } from './capture-reconciled.ts';
import { CiFinished } from './ci-finished.ts';
import { ClaimRefused } from './claim-refused.ts';
import { ClaimReleased } from './claim-released.ts';
import { ClaimTaken } from './claim-taken.ts';
import { CommitMade } from './commit-made.ts';
import { CompactionStarted } from './compaction-started.ts';
import { ConflictDetected } from './conflict-detected.ts';
import { CostReported } from './cost-reported.ts';
import { CwdChanged } from './cwd-changed.ts';
import { DirectoryAdded } from './directory-added.ts';
import { ElicitationAnswered } from './elicitation-answered.ts';
import { ElicitationAsked } from './elicitation-asked.ts';
import { FileChanged } from './file-changed.ts';
import { FileRead } from './file-read.ts';
import { FileWritten } from './file-written.ts';
import { GuardDecided } from './guard-decided.ts';
import { InstructionsLoaded } from './instructions-loaded.ts';
import { MemoryCurated } from './memory-curated.ts';
import { MemoryExtracted } from './memory-extracted.ts';
import { MemoryInjected } from './memory-injected.ts';
import { MemoryJudged } from './memory-judged.ts';
import { MemoryRecorded } from './memory-recorded.ts';
import { MemoryRemembered } from './memory-remembered.ts';
import { MemoryRevoked } from './memory-revoked.ts';
import { MessageSent } from './message-sent.ts';
import { ModelCalled } from './model-called.ts';
import { ModelFailed } from './model-failed.ts';
import { ModelSwitched } from './model-switched.ts';
import { NativeUnmapped } from './native-unmapped.ts';
import { NotificationShown } from './notification-shown.ts';
import { OrchestrationResumed } from './orchestration-resumed.ts';
import { OrchestrationStopped } from './orchestration-stopped.ts';
import { PermissionAsked } from './permission-asked.ts';
import { PermissionDecided } from './permission-decided.ts';
import { PlanUpdated } from './plan-updated.ts';
import { PolicyPublished } from './policy-published.ts';
import { PolicyWithdrawn } from './policy-withdrawn.ts';
import { PrClosed } from './pr-closed.ts';
import { PrMerged } from './pr-merged.ts';
import { PrOpened } from './pr-opened.ts';
import { ProjectAliased } from './project-aliased.ts';
import { PromptBlocked } from './prompt-blocked.ts';
import { PromptExpanded } from './prompt-expanded.ts';
import { PromptSubmitted } from './prompt-submitted.ts';
import { ReviewSubmitted } from './review-submitted.ts';
import { RuleFired } from './rule-fired.ts';
import { RulePaused } from './rule-paused.ts';
import { RulePublished } from './rule-published.ts';
import { RuleResumed } from './rule-resumed.ts';
import { RuleWithdrawn } from './rule-withdrawn.ts';
import { SessionCompacted } from './session-compacted.ts';
import { SessionEnded } from './session-ended.ts';
import { SessionForked } from './session-forked.ts';
import { SessionPrepared } from './session-prepared.ts';
import { SessionResumed } from './session-resumed.ts';
import { SessionStarted } from './session-started.ts';
import { SessionTitled } from './session-titled.ts';
import { SettingsChanged } from './settings-changed.ts';
import { SkillPublished } from './skill-published.ts';
import { SteerEnded } from './steer-ended.ts';
import { SteerSent } from './steer-sent.ts';
import { SubjectPublished } from './subject-published.ts';
import { TaskCompleted } from './task-completed.ts';
import { TaskCreated } from './task-created.ts';
import { TeamChanged } from './team-changed.ts';
import { TeammateIdled } from './teammate-idled.ts';
import { ToolAbandoned } from './tool-abandoned.ts';
import { ToolDenied } from './tool-denied.ts';
import { ToolFailed } from './tool-failed.ts';
import { ToolFinished } from './tool-finished.ts';
import { ToolStarted } from './tool-started.ts';
import { TurnEnded } from './turn-ended.ts';
import { TurnFailed } from './turn-failed.ts';
import { TurnInterrupted } from './turn-interrupted.ts';
import { WebhookDelivered } from './webhook-delivered.ts';
import { WorkCancelled } from './work-cancelled.ts';
import { WorkCancelling } from './work-cancelling.ts';
import { WorkClaimed } from './work-claimed.ts';
import { WorkCompleted } from './work-completed.ts';
import { WorkDead } from './work-dead.ts';
import { WorkExpired } from './work-expired.ts';
import { WorkFailed } from './work-failed.ts';
import { WorkJoined } from './work-joined.ts';
import { WorkOffered } from './work-offered.ts';
import { WorkProgressed } from './work-progressed.ts';
import { WorkRedriven } from './work-redriven.ts';
import { WorkRefused } from './work-refused.ts';
import { WorkRetried } from './work-retried.ts';
import { WorkSplit } from './work-split.ts';
import { WorkStarted } from './work-started.ts';
import { WorktreeRemoved } from './worktree-removed.ts';

/** Every kind of event there is. A new one is a file in this folder and a line here. */
export const eventKinds = [
  AgentEnded,
  AgentLinked,
  AgentStarted,
  ApprovalAsked,
  ApprovalDecided,
  BackgroundEnded,
  BranchPushed,
  CaptureDropped,
  CaptureReconciled,
  CiFinished,
  ClaimRefused,
  ClaimReleased,
  ClaimTaken,
  CommitMade,
  CompactionStarted,
  ConflictDetected,
  CostReported,
  CwdChanged,
  DirectoryAdded,
  ElicitationAnswered,
  ElicitationAsked,
  FileChanged,
  FileRead,
  FileWritten,
  GuardDecided,
  InstructionsLoaded,
  MemoryCurated,
  MemoryExtracted,
  MemoryInjected,
  MemoryJudged,
  MemoryRecorded,
  MemoryRemembered,
  MemoryRevoked,
  MessageSent,
  ModelCalled,
  ModelFailed,
  ModelSwitched,
  NativeUnmapped,
  NotificationShown,
  OrchestrationResumed,
  OrchestrationStopped,
  PermissionAsked,
  PermissionDecided,
  PlanUpdated,
  PolicyPublished,
  PolicyWithdrawn,
  PrClosed,
  PrMerged,
  PrOpened,
  ProjectAliased,
  PromptBlocked,
  PromptExpanded,
  PromptSubmitted,
  ReviewSubmitted,
  RuleFired,
  RulePaused,
  RulePublished,
  RuleResumed,
  RuleWithdrawn,
  SessionCompacted,
  SessionEnded,
  SessionForked,
  SessionPrepared,
  SessionResumed,
  SessionStarted,
  SessionTitled,
  SettingsChanged,
  SkillPublished,
  SteerEnded,
  SteerSent,
  SubjectPublished,
  TaskCompleted,
  TaskCreated,
  TeamChanged,
  TeammateIdled,
  ToolAbandoned,
  ToolDenied,
  ToolFailed,
  ToolFinished,
  ToolStarted,
  TurnEnded,
  TurnFailed,
  TurnInterrupted,
  WebhookDelivered,
  WorkCancelled,
  WorkCancelling,
  WorkClaimed,
  WorkCompleted,
  WorkDead,
  WorkExpired,
  WorkFailed,
  WorkJoined,
  WorkOffered,
  WorkProgressed,
  WorkRedriven,
  WorkRefused,
  WorkRetried,
  WorkSplit,
  WorkStarted,
  WorktreeRemoved,
] as const;
