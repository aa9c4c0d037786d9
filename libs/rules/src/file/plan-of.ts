import type { PatternPlan, Plan, SettlePlan } from '../plan.ts';
import type { RuleFile } from '../rule-file.ts';

const latenessMs = 5_000;
const freshMs = 3_600_000;

/** A rule's file in numbers. */
export function planOf(file: RuleFile, version: string): Plan {
  const pattern = patternOf(file);
  const { cooldown, throttle, ...limits } = file.limits;
  const waits = pattern.type === 'single' || pattern.type === 'schedule' ? 0 : latenessMs;
  return {
    rule: file.rule,
    version,
    pattern,
    latenessMs: file.lateness ?? waits,
    freshMs: file.fresh ?? freshMs,
    settle: settleOf(file),
    mode: file.mode ?? 'together',
    limits: {
      ...limits,
      cooldownMs: cooldown,
      throttle: throttle === undefined ? undefined : { runs: throttle.runs, perMs: throttle.per },
    },
  };
}

function patternOf({ count, sequence, absence, schedule }: RuleFile): PatternPlan {
  if (count !== undefined) {
    const { atLeast, within, distinct } = count;
    return { type: 'count', atLeast, withinMs: within, distinct: distinct !== undefined };
  }
  if (sequence !== undefined) return { type: 'sequence', steps: sequence.steps.length, withinMs: sequence.within };
  if (absence !== undefined) return { type: 'absence', withinMs: absence.within };
  if (schedule !== undefined) return { type: 'schedule', cron: schedule.cron, timeZone: schedule.timezone };
  return { type: 'single' };
}

function settleOf({ debounce, batch }: RuleFile): SettlePlan | undefined {
  if (batch !== undefined) return { type: 'batch', most: batch.most, waitMs: batch.wait };
  if (debounce === undefined) return undefined;
  return { type: 'debounce', waitMs: debounce.wait, mostMs: debounce.most ?? debounce.wait * 10 };
}
