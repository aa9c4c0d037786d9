import type { BusEvent, Cause } from '@hookline/schemas';
import type { SessionFacts } from '../facts/session-facts.ts';
import type { Input } from './types.ts';

/** The firing that stands behind an event: what the event says itself, else what its session was started for. */
export function causeOf(event: BusEvent, facts: SessionFacts | undefined): Cause | undefined {
  if (event.kind === 'rule.fired') {
    const { rule, version, key, depth = 1, chain = [rule] } = event.data;
    return { firing: event.id, rule, version, key, depth, chain };
  }
  if ('cause' in event.data && event.data.cause !== undefined) return event.data.cause;
  if (facts === undefined || facts.cause.depth === 0) return undefined;
  const { item: _, ...cause } = facts.cause;
  return cause;
}

/** What an event says about the end, or the cost, of something that a firing left. */
export function endOf(
  event: BusEvent,
): { rule: string; key: string; input: Extract<Input, { type: 'ended' }> } | undefined {
  const of = (
    cause: Cause | undefined,
    said: { unit: boolean; ok: boolean | undefined; costUsd?: number | undefined },
  ) =>
    cause && {
      rule: cause.rule,
      key: cause.key,
      input: { type: 'ended' as const, firing: cause.firing, unit: said.unit, ok: said.ok, costUsd: said.costUsd ?? 0 },
    };
  switch (event.kind) {
    case 'work.completed':
      return of(event.data.cause, { unit: true, ok: true, costUsd: event.data.costUsd });
    case 'work.failed':
      return of(event.data.cause, { unit: false, ok: undefined, costUsd: event.data.costUsd });
    case 'work.dead':
    case 'work.expired':
      return of(event.data.cause, { unit: true, ok: false });
    case 'work.cancelled':
      return of(event.data.cause, { unit: true, ok: undefined });
    case 'approval.decided':
      return of(event.data.cause, { unit: true, ok: undefined });
    case 'webhook.delivered':
      return event.data.outcome === 'failed' ? of(event.data.cause, { unit: false, ok: false }) : undefined;
    default:
      return undefined;
  }
}

/** What an event switches off or on: one rule, or, without a rule, everything. */
export function switchOf(event: BusEvent): { rule?: string; off: boolean } | undefined {
  switch (event.kind) {
    case 'orchestration.stopped':
      return { off: true };
    case 'orchestration.resumed':
      return { off: false };
    case 'rule.paused':
      return { rule: event.data.rule, off: true };
    case 'rule.resumed':
      return { rule: event.data.rule, off: false };
    default:
      return undefined;
  }
}
