import type { Totals } from './state.ts';
import type { Candidate, EngineContext, EngineRule, Held, HeldBy } from './types.ts';

/** Why a complete pattern may not act at all; undefined when it may. */
export function guarded(
  rule: EngineRule,
  candidate: Candidate,
  totals: Totals,
  context: EngineContext,
): Held | undefined {
  const { plan, gate } = rule;
  const { matches } = candidate;
  const trigger = matches.at(-1);
  const held = (by: HeldBy, reason: string) => heldOf(rule, candidate, context, by, reason);
  if (trigger !== undefined && trigger.position <= gate) {
    return held(
      'gate',
      `the event at position ${trigger.position} is older than this version, which acts after ${gate}`,
    );
  }
  if (trigger !== undefined && trigger.heardMs - trigger.timeMs > plan.freshMs) {
    const lateS = Math.round((trigger.heardMs - trigger.timeMs) / 1_000);
    return held('history', `it was heard of ${lateS} s after it happened, at most ${plan.freshMs / 1_000} s may act`);
  }
  if (context.stopped) return held('stopped', 'all rules are stopped');
  if (context.paused || totals.paused) return held('paused', `rule ${plan.rule} is paused`);
  const depth = Math.max(0, ...matches.map(({ cause }) => cause?.depth ?? 0)) + 1;
  const deepest = Math.min(plan.limits.depth, context.budgets.depth);
  if (depth > deepest) {
    return held(
      'depth',
      `${depth} firings stand between a person and this one, at most ${deepest} may: ${chainOf(candidate).join(' → ')}`,
    );
  }
  if (!plan.limits.self && chainOf(candidate).includes(plan.rule)) {
    return held('self', `rule ${plan.rule} itself brought it about: ${chainOf(candidate).join(' → ')}`);
  }
  return undefined;
}

/** The rules behind a candidate, the first one first: of the match with the longest chain. */
export function chainOf({ matches }: Candidate): readonly string[] {
  return matches.reduce<readonly string[]>(
    (longest, { cause }) => (cause !== undefined && cause.chain.length > longest.length ? cause.chain : longest),
    [],
  );
}

/** A candidate held back, in the words of `rule_holds`. */
export function heldOf(
  { plan }: EngineRule,
  { key, matches, atMs }: Candidate,
  { position }: EngineContext,
  by: HeldBy,
  reason: string,
): Held {
  const { rule, version } = plan;
  return {
    rule,
    version,
    key,
    events: matches.map(({ id }) => id),
    position: matches.at(-1)?.position ?? position,
    atMs,
    by,
    reason,
  };
}
