/** What can be done with units of work. Each is one transaction: the row's lock, a check, the new state, what is said of it. */
export { cancel, cancelOf } from './commands/cancel.ts';
export { complete } from './commands/complete.ts';
export { confirmCancelled } from './commands/confirm.ts';
export { fail } from './commands/fail.ts';
export { heartbeat, progress } from './commands/heartbeat.ts';
export type { Join } from './commands/insert.ts';
export { offer } from './commands/offer.ts';
export { redrive, redriveQueue } from './commands/redrive.ts';
export { split } from './commands/split.ts';
export { start } from './commands/start.ts';
export { sweepDue, sweepExpired, sweepJoins, sweepLeases, sweepOverruns } from './commands/sweeps.ts';
export { take } from './commands/take.ts';
export { RestoringError, StaleFenceError, UnknownItemError } from './errors.ts';
