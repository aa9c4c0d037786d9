import type { Database } from '@hookline/db';
import type { Kysely } from 'kysely';
import type { AgentRow } from './agents/agents.ts';
import type { CallRow } from './calls/call-row.ts';
import type { CodeRow } from './code/code.ts';
import type { FileRow } from './files/files.ts';
import type { MessageRow } from './messages/messages.ts';
import type { PlanRow } from './plans/plans.ts';
import type { PullRow } from './pulls/pulls.ts';
import type { RefRow } from './refs/refs.ts';
import type { SessionRow } from './sessions/session-row.ts';
import type { TurnRow } from './turns/turns.ts';
import type { UsageRow } from './usage/usage.ts';

/** The views of the live read models, as queries see them. */
export interface ReadModels {
  'read.sessions': SessionRow;
  'read.turns': TurnRow;
  'read.calls': CallRow;
  'read.messages': MessageRow;
  'read.files': FileRow;
  'read.agents': AgentRow;
  'read.plans': PlanRow;
  'read.usage': UsageRow;
  'read.refs': RefRow;
  'read.code': CodeRow;
  'read.pulls': PullRow;
}

/** Rows are written by the projector alone: everyone else only selects. */
export function readModels(db: Database): Kysely<ReadModels> {
  return db.kysely as unknown as Kysely<ReadModels>;
}

/** A place in a session, to go on reading after it. */
export interface After {
  readonly order: string;
  readonly position: number;
}

export interface Page {
  readonly after?: After | undefined;
  /** 1,000 where not given. */
  readonly limit?: number | undefined;
}
