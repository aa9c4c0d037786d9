import type { Database } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { expire as expireApprovals } from './approvals/decide.ts';
import { sweep as sweepClaims } from './claims/commands.ts';
import { sweepConflicts } from './conflicts/sweep.ts';
import { forgetOld } from './forget-old.ts';
import { expire as expireMessages } from './steering/commands.ts';
import { sweepDue, sweepExpired, sweepJoins, sweepLeases, sweepOverruns } from './work/commands.ts';
import { endRestoring } from './work/follow.ts';

/** Brings about what time alone brings about. Returns how much there was to do; called every second, by one process. */
export type Sweep = (db: Database, parts: { readonly log: EventLog }) => Promise<number>;

/** Every sweep, by the name it is told under when it stands still. A new one is a file and a line here. */
export const sweeps: Readonly<Record<string, Sweep>> = {
  leases: sweepLeases,
  'overrun work': sweepOverruns,
  'expired work': sweepExpired,
  'due work': sweepDue,
  'joins of work': sweepJoins,
  'restored work': endRestoring,
  claims: sweepClaims,
  conflicts: sweepConflicts,
  steering: expireMessages,
  approvals: expireApprovals,
  'what is long over': forgetOld,
};
