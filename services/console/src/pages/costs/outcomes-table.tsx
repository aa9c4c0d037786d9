import type { OutcomeGroup, OutcomeSums, OutcomesBy } from '../../api/costs.ts';
import { Bar } from '../../parts/bar.tsx';
import { Table } from '../../parts/table.tsx';
import { Unknown } from '../../parts/unknown.tsx';
import { costText, counted, numberText, shareText } from '../../words/quantity.ts';
import { cheapestFirst } from './cheapest-answer.tsx';
import styles from './costs.module.css';
import { groupName, outcomesBy } from './kinds.ts';

/** What became of the work of each, the cheapest per merged pull request first. */
export function OutcomesTable(props: { by: OutcomesBy; groups: readonly OutcomeGroup[]; total: OutcomeSums }) {
  const { by, groups, total } = props;
  const dearest = Math.max(...groups.map(({ costPerMergedPull }) => costPerMergedPull ?? 0), 0);
  const name = outcomesBy.find(({ value }) => value === by)!.label;
  return (
    <Table
      label={`Outcomes per ${name.toLowerCase()}`}
      columns={[
        name,
        'Per merged pull request',
        'Cost',
        'Sessions',
        'Pull requests',
        'Merged',
        'Merge rate',
        'CI failed',
      ]}
      numbersFrom={1}
      rows={[
        ...cheapestFirst(groups).map((group) => ({
          key: group.key ?? '',
          cells: [
            <div key="name" className={styles.name}>
              {groupName(by, group.key)}
              {dearest > 0 && <Bar share={(group.costPerMergedPull ?? 0) / dearest} />}
            </div>,
            ...cellsOf(group),
          ],
        })),
        ...(groups.length > 1 ? [{ key: ' all', cells: [<strong key="all">All</strong>, ...cellsOf(total)] }] : []),
      ]}
    />
  );
}

function cellsOf(sums: OutcomeSums) {
  const { costPerMergedPull, costUsd, unpricedSessions, mergeRate, ciRuns, ciFailed } = sums;
  return [
    costPerMergedPull === null ? (
      <Unknown key="per" why={sums.merged === 0 ? 'nothing was merged' : 'the cost is not known'} />
    ) : (
      <strong key="per">{costText(costPerMergedPull)}</strong>
    ),
    costUsd === null ? (
      <Unknown key="cost" why="no cost is known" />
    ) : (
      <span key="cost">
        {costText(costUsd)}
        {unpricedSessions > 0 && (
          <span className={styles.more} title={`of ${counted(unpricedSessions, 'session')} not every cost is known`}>
            {' '}
            and more
          </span>
        )}
      </span>
    ),
    numberText(sums.sessions),
    numberText(sums.pulls),
    numberText(sums.merged),
    mergeRate === null ? <Unknown key="rate" why="no pull request is decided yet" /> : shareText(mergeRate),
    ciRuns === 0 ? <Unknown key="ci" why="no CI run was seen" /> : `${numberText(ciFailed)} of ${numberText(ciRuns)}`,
  ];
}
