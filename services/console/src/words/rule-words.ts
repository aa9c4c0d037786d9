import type { Fault, Rule } from '../api/rules.ts';
import type { Tone } from '../parts/badge.tsx';
import type { IconName } from '../parts/icon.tsx';
import { costText, numberText, spanText } from './quantity.ts';

type Badge = { readonly tone: Tone; readonly icon: IconName; readonly label: string };

/** How a rule stands. One with faults does not act, whatever else is said of it. */
export function ruleBadge({ state, faults, paused }: Pick<Rule, 'state' | 'faults' | 'paused'>): Badge {
  if (faults.length > 0) return { tone: 'bad', icon: 'cross', label: 'Fault' };
  switch (state) {
    case 'in-force':
      return { tone: 'good', icon: 'check', label: 'In force' };
    case 'paused':
      return { tone: 'warn', icon: 'pause', label: paused?.automatic ? 'Paused by itself' : 'Paused' };
    case 'withdrawn':
      return { tone: 'calm', icon: 'barred', label: 'Withdrawn' };
  }
}

/** `3 of 20 today`, `3 today`. */
export function firingsText({ firingsToday, limits }: Pick<Rule, 'firingsToday' | 'limits'>): string {
  const { perDay } = limits;
  return perDay === null
    ? `${numberText(firingsToday)} today`
    : `${numberText(firingsToday)} of ${numberText(perDay)} today`;
}

/** `$0.40 of $15.00 today`; nothing where no cost is known and none is limited. */
export function costOfDay({ costTodayUsd, limits }: Pick<Rule, 'costTodayUsd' | 'limits'>): string | undefined {
  const { costPerDayUsd } = limits;
  if (costPerDayUsd === null) return costTodayUsd ? `${costText(costTodayUsd)} today` : undefined;
  return `${costText(costTodayUsd ?? 0)} of ${costText(costPerDayUsd)} today`;
}

/** Every limit a rule has, in words. */
export function limitsText({ limits }: Pick<Rule, 'limits'>): string {
  const { cooldownMs, throttle, perDay, costPerDayUsd, depth, failures } = limits;
  return [
    ...(cooldownMs ? [`${spanText(cooldownMs)} between two of a key`] : []),
    ...(throttle ? [`${throttle.runs} of a key in ${spanText(throttle.perMs)}`] : []),
    ...(perDay === null ? [] : [`${numberText(perDay)} a day`]),
    ...(costPerDayUsd === null ? [] : [`${costText(costPerDayUsd)} a day`]),
    ...(depth === null ? [] : [`${depth} firings deep`]),
    ...(failures === null ? [] : [`paused after ${failures} failures in a row`]),
  ].join(', ');
}

/** `rules/review.yaml, line 4, column 7`. */
export function placeOfFault({ path, rule, line, column }: Fault): string {
  return [
    path ?? rule ?? 'a rule',
    ...(line === null ? [] : [`line ${line}`]),
    ...(column === null ? [] : [`column ${column}`]),
  ].join(', ');
}

const holders: Readonly<Record<string, string>> = {
  gate: 'Before its gate',
  history: 'History',
  stopped: 'All rules were stopped',
  paused: 'Paused',
  depth: 'Too deep',
  self: 'Its own doing',
  running: 'One still runs',
  'queue-full': 'Queue full',
  cooldown: 'Cooling down',
  throttle: 'Throttled',
  'per-day': 'Limit of the day',
  cost: 'Cost of the day',
  budget: 'Budget of all rules',
  runaway: 'Ran away',
};

/** What held a match back, in words. */
export function heldText(by: string): string {
  return holders[by] ?? by;
}

/** A version short enough for a line. */
export function versionText(version: string): string {
  return version.replace(/^sha256:/, '').slice(0, 10);
}

/** Where a rule comes from: its file, or that somebody sent it. */
export function sourceText({ source, path }: { readonly source: string; readonly path: string | null }): string {
  return source === 'api' ? 'sent over HTTP' : (path ?? source);
}
