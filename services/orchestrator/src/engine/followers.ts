import type { Trx } from '@hookline/db';
import type { BusEvent } from '@hookline/schemas';
import { approvalsFollower } from '../approvals/follow.ts';
import { claimsFollower } from '../claims/follower.ts';
import { conflictsFollower } from '../conflicts/follower.ts';
import { policiesFollower } from '../policies/follow.ts';
import { steeringFollower } from '../steering/follow.ts';
import { decisionsFollower } from '../switches/follow.ts';
import { workFollower } from '../work/follow.ts';
import { firedBefore } from './fired-before.ts';

/** An event with its position. */
export interface FollowedEvent {
  readonly event: BusEvent;
  readonly position: number;
}

/**
 * Folds events into tables of the orchestrator, in the transaction that moves its checkpoint: what it writes is there
 * exactly when the checkpoint says so. `follow` gets the events of its kinds of one batch, in order; it may write to the
 * outbox, with ids that follow from the events. What it throws undoes the batch, which then comes event by event: an event
 * that fails by itself is left out, with a line of the log.
 */
export interface Follower {
  readonly name: string;
  readonly kinds: readonly BusEvent['kind'][];
  follow(trx: Trx, events: readonly FollowedEvent[]): Promise<void>;
}

/** Every follower that rules or commands stand on. A new one is a file and a line here. */
export const followers: readonly Follower[] = [
  firedBefore,
  workFollower,
  decisionsFollower,
  claimsFollower,
  steeringFollower,
  approvalsFollower,
  policiesFollower,
];

/** Followers with a checkpoint of their own, under their name: no firing waits for what they find. */
export const besides: readonly Follower[] = [conflictsFollower];
