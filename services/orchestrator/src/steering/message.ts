import type { Tables } from '@hookline/db';
import type { Cause } from '@hookline/schemas';
import type { Selectable } from 'kysely';

/** A message for a running session as its row says it. */
export type MessageRow = Selectable<Tables['steerMessages']>;

/** How a message ends. */
export type Outcome = Exclude<MessageRow['state'], 'waiting'>;

/** A message as people are shown it. Times are RFC 3339. */
export interface Message {
  readonly message: string;
  readonly session: string;
  readonly project: string | null;
  readonly text: string;
  readonly by: string;
  readonly at: 'prompt' | 'call' | null;
  readonly state: MessageRow['state'];
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
  readonly surface: string | null;
  readonly call: string | null;
  readonly reason: string | null;
  readonly position: number | null;
  readonly firing: string | null;
  readonly cause: Cause | null;
}

export function shown({ endedPosition: _, project, ...row }: MessageRow): Message {
  return { ...row, project: project === '-' ? null : project };
}

/** A message as an edge is given it. */
export interface Errand {
  readonly message: string;
  readonly session: string;
  readonly text: string;
  readonly by: string;
  readonly at: 'prompt' | 'call' | null;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly rule: string | null;
  readonly firing: string | null;
  /** Goes back with its end, so that rules see what that came of. */
  readonly cause: Cause | null;
}

export function errandOf({ message, session, text, by, at, sentAt, expiresAt, firing, cause }: MessageRow): Errand {
  return { message, session, text, by, at, sentAt, expiresAt, firing, rule: cause?.rule ?? null, cause };
}
