import type { BusEvent } from '@hookline/schemas';
import type { Policy } from './parse-policy.ts';
import { type Decision, decisions } from './policy-file.ts';

/** What one policy says to a call. */
export interface PolicyVerdict {
  readonly policy: Policy;
  /** none: no clause matched, or it could not decide; then `failed` says what that means. */
  readonly decision: Decision | 'none';
  /** Which clause decided, from 0. */
  readonly clause?: number;
  readonly reason?: string;
  readonly failed?: 'open' | 'closed';
  readonly tookMs: number;
}

/** A clock in milliseconds that nobody sets back. */
type Clock = () => number;

/** Whether a policy is for this project. */
export function isFor({ file }: Policy, project: string): boolean {
  return file.projects === undefined || file.projects.includes(project);
}

/**
 * What each policy that is for the call's project says to it: in each, the first clause that matches. A policy that takes
 * longer than its budget, or throws, has decided nothing. `event` is a `tool.started` of a call that did not run yet.
 */
export function decide(policies: readonly Policy[], event: BusEvent, clock: Clock): PolicyVerdict[] {
  return policies.filter((policy) => isFor(policy, event.project)).map((policy) => verdictOf(policy, event, clock));
}

function verdictOf(policy: Policy, event: BusEvent, clock: Clock): PolicyVerdict {
  const { clauses, budgetMs, onFailure } = policy.file;
  const beganMs = clock();
  const took = () => Math.max(0, clock() - beganMs);
  const failed = (reason: string): PolicyVerdict => ({
    policy,
    decision: 'none',
    failed: onFailure,
    reason,
    tookMs: took(),
  });
  try {
    for (const [index, condition] of policy.conditions.entries()) {
      const matches = condition.evaluate(event) === true;
      if (took() > budgetMs) return failed(`it took longer than ${budgetMs} ms`);
      if (!matches) continue;
      const { decide: decision, reason } = clauses[index]!;
      return { policy, decision, clause: index, reason, tookMs: took() };
    }
    return { policy, decision: 'none', tookMs: took() };
  } catch (error) {
    return failed(`it cannot be evaluated: ${error instanceof Error ? error.name : 'an error'}`);
  }
}

/** A verdict that is said to the harness. */
interface Ruling {
  readonly decision: Decision;
  readonly reason: string;
  readonly verdict: PolicyVerdict;
}

/**
 * The strongest of what policies in enforcement decided: deny before ask, ask before allow, the first policy of equals. A
 * policy that fails closed denies. Undefined where none has anything to say. `canAsk`: the harness can ask a person.
 */
export function rulingOf(verdicts: readonly PolicyVerdict[], canAsk: boolean): Ruling | undefined {
  let strongest: Ruling | undefined;
  for (const verdict of verdicts) {
    const ruling = verdict.policy.file.mode === 'enforce' ? said(verdict, canAsk) : undefined;
    if (ruling === undefined) continue;
    const isStronger =
      strongest === undefined || decisions.indexOf(ruling.decision) > decisions.indexOf(strongest.decision);
    if (isStronger) strongest = ruling;
  }
  return strongest;
}

function said(verdict: PolicyVerdict, canAsk: boolean): Ruling | undefined {
  const { policy, decision, failed } = verdict;
  const of = `(policy ${policy.name})`;
  if (failed === 'closed') {
    return { decision: 'deny', reason: `could not be decided: ${verdict.reason ?? 'no answer'} ${of}`, verdict };
  }
  if (decision === 'none') return undefined;
  const reason = `${verdict.reason ?? decision} ${of}`;
  if (decision !== 'ask' || canAsk) return { decision, reason, verdict };
  // Where nobody can be asked, allowing is no more than saying nothing: the harness still does what it would do.
  return policy.file.askElse === 'deny'
    ? { decision: 'deny', reason: `${reason}; a person has to be asked, and this harness cannot`, verdict }
    : undefined;
}
