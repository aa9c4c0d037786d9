import type {
  AgentRow,
  CallRow,
  FileRow,
  MessageRow,
  PlanRow,
  SessionSummary,
  TurnSummary,
  UsageRow,
} from '@hookline/projections';

export type { Liveness } from '@hookline/projections';
export type { BodyRef, Hunk, Outcome, Text } from '@hookline/schemas';

/** A session as the api answers it. */
export type Session = Omit<SessionSummary, 'asks' | 'marks'> & { readonly completeness: Completeness };

/** What was seen of a session by which source, and what is known to be missing. */
interface Completeness {
  readonly byHooks: number | null;
  readonly byRecord: number | null;
  readonly merged: number | null;
  /** The first hundred ids of what hooks did not deliver. */
  readonly missing: readonly string[];
  readonly missingTotal: number;
  readonly unmapped: number;
  readonly dropped: number;
  readonly openCalls: number;
}

export interface SessionsPage {
  readonly sessions: readonly Session[];
  readonly next: string | null;
}

/** What every entry of a time line says beside its row. `order` sorts inside the session. */
interface Placed {
  readonly id: string;
  readonly at: string | null;
  readonly order: string;
  readonly position: number;
}
type Of<Type extends string, Row> = Omit<Row, 'type' | 'marks' | 'orderKey'> & Placed & { readonly type: Type };

export type TurnEntry = Of<'turn', TurnSummary>;
export type CallEntry = Of<'call', CallRow>;
export type MessageEntry = Of<'message', MessageRow>;
export type FileEntry = Of<'file', FileRow>;
export type AgentEntry = Of<'agent', AgentRow> & { readonly agentType: string | null };
export type PlanEntry = Of<'plan', PlanRow>;
type UsageEntry = Of<'usage', UsageRow>;
export type Entry = TurnEntry | CallEntry | MessageEntry | FileEntry | AgentEntry | PlanEntry | UsageEntry;

/** Who the bus takes this browser for. */
export interface Me {
  readonly subject: 'token' | 'browser';
  readonly name: string;
  readonly scopes: readonly string[];
}
