import type { CostGroup, CostsBy } from '../../api/costs.ts';
import { Chart } from '../../parts/chart/chart.tsx';
import { daysBetween } from '../../parts/chart/series.ts';
import { costText, shortNumber } from '../../words/quantity.ts';
import { allTokens, groupName } from './kinds.ts';

const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** One column per day. Of costs, what nobody knows is not in it; the table of calls without a price says how much. */
export function CostsByDay(props: {
  groups: readonly CostGroup[];
  since: string;
  split: CostsBy;
  measure: 'cost' | 'tokens';
}) {
  const { groups, since, split, measure } = props;
  const told = groups.flatMap(({ key }) => (key === null ? [] : [key])).sort();
  const today = new Date().toISOString().slice(0, 10);
  const days = daysBetween(firstDay(since) ?? told[0] ?? today, [...told, today].sort().at(-1)!);
  const ofDay = Map.groupBy(groups, ({ key }) => key);
  const columns = days.map((day) => ({
    label: dayName.format(new Date(day)),
    values: Object.fromEntries(
      (ofDay.get(day) ?? []).map((group) => [
        groupName(split, group.then),
        (measure === 'cost' ? group.costUsd : allTokens(group)) ?? 0,
      ]),
    ),
  }));
  return (
    <Chart
      label={`${measure === 'cost' ? 'Cost' : 'Tokens'} per day`}
      along="Day"
      columns={columns}
      format={measure === 'cost' ? costText : shortNumber}
    />
  );
}

const dayMs = 86_400_000;

/** The first day that is asked for; undefined for the beginning. */
function firstDay(since: string): string | undefined {
  const days = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 }[since];
  return days === undefined ? undefined : new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
}
