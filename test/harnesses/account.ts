import type { AgentRow, CallRow, FileRow, MessageRow, PlanRow, TurnSummary, UsageRow } from '@hookline/projections';
import { type BusEvent, type CloudEvent, readEvent } from '@hookline/schemas';

interface Place {
  readonly id: string;
  readonly turn: string | null;
  readonly at: string;
  readonly order: string;
}

type Placed<Type extends string, Row> = Omit<Row, 'orderKey' | 'marks'> & Place & { readonly type: Type };

export type Entry =
  | Placed<'turn', TurnSummary>
  | Placed<'call', CallRow>
  | Placed<'message', MessageRow>
  | Placed<'file', FileRow>
  | (Placed<'agent', AgentRow> & { readonly agentType: string | null })
  | Placed<'plan', PlanRow>
  | Placed<'usage', UsageRow>;

export type EntryOf<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

/** A session as `GET /v1/sessions/{id}` answers it. */
export interface Session {
  readonly session: string;
  readonly nativeSession: string;
  readonly state: string;
  readonly endReason: string | null;
  readonly turns: number;
  readonly calls: number;
  readonly openCalls: number;
  readonly failures: number;
  readonly agents: number;
  readonly events: number;
  readonly modelFailures: number;
  readonly compactions: number;
  readonly project: string | null;
  readonly harnessVersion: string | null;
  readonly parentSession: string | null;
  readonly quarantined: boolean;
  readonly pids: readonly unknown[];
  readonly costUsd: number | null;
  readonly tokens: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', number | null>>;
  readonly completeness: {
    readonly byHooks: number | null;
    readonly byRecord: number | null;
    readonly merged: number | null;
    readonly missing: readonly string[];
    readonly unmapped: number;
    readonly dropped: number;
    readonly openCalls: number;
  };
}

/** Everything the bus says of one session. */
export class Account {
  readonly session: Session;
  /** In session order. */
  readonly entries: readonly Entry[];
  /** In session order. */
  readonly events: readonly CloudEvent[];

  constructor(session: Session, entries: readonly Entry[], events: readonly CloudEvent[]) {
    this.session = session;
    this.entries = entries;
    this.events = events;
  }

  of<Type extends Entry['type']>(type: Type): EntryOf<Type>[] {
    return this.entries.filter((entry): entry is EntryOf<Type> => entry.type === type);
  }

  /** The call with this native id; throws when there is none, or more than one. */
  call(nativeCall: string): EntryOf<'call'> {
    const found = this.of('call').filter((call) => call.nativeCall === nativeCall);
    if (found.length !== 1) throw new Error(`${found.length} calls are called ${nativeCall}, expected one`);
    return found[0]!;
  }

  eventsOf<Kind extends BusEvent['kind']>(kind: Kind): Extract<BusEvent, { kind: Kind }>[] {
    return this.events
      .map((event) => readEvent(event))
      .filter((event): event is Extract<BusEvent, { kind: Kind }> => event?.kind === kind);
  }
}
