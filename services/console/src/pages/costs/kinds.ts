import type { CostGroup, CostsBy, OutcomesBy } from '../../api/costs.ts';
import { projectText } from '../../words/session-words.ts';

/** What costs can be told per; the first is meant where the URL says nothing. */
export const costsBy: readonly { value: CostsBy; label: string }[] = [
  { value: 'harness', label: 'Harness' },
  { value: 'model', label: 'Model' },
  { value: 'actor', label: 'Person' },
  { value: 'project', label: 'Project' },
  { value: 'day', label: 'Day' },
];

export const splits = costsBy.filter(({ value }) => value !== 'day');

export const outcomesBy: readonly { value: OutcomesBy; label: string }[] = [
  { value: 'harness', label: 'Harness' },
  { value: 'model', label: 'Model' },
  { value: 'actor', label: 'Person' },
  { value: 'project', label: 'Project' },
];

export const measures: readonly { value: 'cost' | 'tokens'; label: string }[] = [
  { value: 'cost', label: 'Cost' },
  { value: 'tokens', label: 'Tokens' },
];

/** What a group is called. */
export function groupName(by: CostsBy, key: string | null | undefined): string {
  if (key === null || key === undefined || key === '' || key === '-') return 'Unknown';
  return by === 'project' ? projectText({ project: key, projectName: null }) : key;
}

/** All classes of tokens together; null when no call said any. */
export function allTokens({ tokens }: Pick<CostGroup, 'tokens'>): number | null {
  const { input, output, cacheRead, cacheWrite } = tokens;
  const classes = [input, output, cacheRead, cacheWrite];
  return classes.every((count) => count === null) ? null : classes.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}
