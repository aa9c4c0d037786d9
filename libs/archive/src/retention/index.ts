/** What is kept how long, and what was deleted. Nothing is without a policy file. */
export { archiveSettings } from './archive-settings.ts';
export type { Forget } from './expire-events.ts';
export { forgetters } from './forget.ts';
export { planRetention, type RetentionPlan } from './plan.ts';
export { type Policy, PolicyError, parsePolicy, policyFileOf, type RetentionRule, readPolicy } from './policy.ts';
export { type RetentionParts, runRetention } from './run.ts';
export { type Expiry, expiryOfBody, expiryOfEvent, listRuns, type RetentionRun } from './runs.ts';
