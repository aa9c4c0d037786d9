import type { Rule } from '@hookline/rules';
import type { BusEvent } from '@hookline/schemas';
import { everything, type Switch } from '../switches/commands.ts';

/** Something that keeps a match from acting, and whether it lets this one. */
export interface LimitCheck {
  readonly name: string;
  readonly text: string;
  readonly ok: boolean;
}

/** What is known of the event and of the switches now. */
export interface LimitFacts {
  /** What holds for all rules. */
  readonly depth: number;
  readonly event: BusEvent;
  readonly position: number;
  readonly cause: { readonly depth: number; readonly rule: string; readonly chain?: readonly string[] } | undefined;
  readonly switches: readonly Switch[];
}

/** What can be said of an event and a version of a rule at any time. Limits that count are said when they hold something. */
export function limitsAt(
  rule: Rule,
  { name, gate, withdrawnAt }: { readonly name: string; readonly gate: number; readonly withdrawnAt: string | null },
  { depth: depthMax, event, position, cause, switches }: LimitFacts,
): LimitCheck[] {
  const { freshMs, limits } = rule.plan;
  const lateMs = Date.parse(event.recordedtime ?? event.time) - Date.parse(event.time);
  const depth = (cause?.depth ?? 0) + 1;
  const isOwn = cause !== undefined && (cause.chain ?? [cause.rule]).includes(name);
  const checks: LimitCheck[] = [
    {
      name: 'gate',
      ok: position > gate,
      text:
        position > gate
          ? `it came after the version (position ${gate})`
          : `the version came into force after it: it acts on what comes after position ${gate}`,
    },
    {
      name: 'history',
      ok: lateMs < freshMs,
      text: `it was heard of ${seconds(lateMs)} s after it happened; from ${seconds(freshMs)} s on it is history and never acts`,
    },
    {
      name: 'depth',
      ok: depth <= Math.min(limits.depth, depthMax),
      text: `it would be firing ${depth} after a person's word; at most ${Math.min(limits.depth, depthMax)} may follow from one another`,
    },
    {
      name: 'self',
      ok: limits.self || !isOwn,
      text: isOwn ? 'the rule itself brought it about' : 'the rule did not bring it about',
    },
  ];
  if (withdrawnAt !== null) checks.push({ name: 'withdrawn', ok: false, text: `it was withdrawn at ${withdrawnAt}` });
  for (const { rule: of, by, reason, since } of switches) {
    if (of === everything)
      checks.push({ name: 'stopped', ok: false, text: `${by} stopped every rule at ${since}: ${reason}` });
    if (of === name) checks.push({ name: 'paused', ok: false, text: `${by} paused it at ${since}: ${reason}` });
  }
  return checks;
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}
