import type { CostGroup, CostSums, CostsBy } from '../../api/costs.ts';
import { Bar } from '../../parts/bar.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Table } from '../../parts/table.tsx';
import { Unknown } from '../../parts/unknown.tsx';
import { costText, numberText, shortNumber } from '../../words/quantity.ts';
import styles from './costs.module.css';
import { allTokens, costsBy, groupName } from './kinds.ts';

/** The groups, the dearest first, days the newest first; what nobody knows comes last. */
export function CostsTable(props: {
  by: CostsBy;
  groups: readonly CostGroup[];
  total: CostSums;
  measure: 'cost' | 'tokens';
  onNarrow: ((key: string) => void) | undefined;
}) {
  const { by, groups, total, measure, onNarrow } = props;
  const sizeOf = (group: CostGroup) => (measure === 'cost' ? group.costUsd : allTokens(group)) ?? -1;
  const sorted = groups.toSorted((a, b) =>
    by === 'day' ? ((a.key ?? '') < (b.key ?? '') ? 1 : -1) : sizeOf(b) - sizeOf(a),
  );
  const most = Math.max(...groups.map(sizeOf), 0);
  const name = costsBy.find(({ value }) => value === by)!.label;
  return (
    <Table
      label={`Costs per ${name.toLowerCase()}`}
      columns={[name, 'Cost', 'Sessions', 'Model calls', 'Input', 'From cache', 'Output', 'Without cost']}
      numbersFrom={1}
      rows={[
        ...sorted.map((group) => ({
          key: group.key ?? '',
          cells: [
            <div key="name" className={styles.name}>
              {onNarrow && group.key ? (
                <LinkButton onClick={() => onNarrow(group.key!)}>{groupName(by, group.key)}</LinkButton>
              ) : (
                groupName(by, group.key)
              )}
              {most > 0 && <Bar share={Math.max(0, sizeOf(group)) / most} />}
            </div>,
            ...cellsOf(group),
          ],
        })),
        ...(groups.length > 1 ? [{ key: ' all', cells: [<strong key="all">All</strong>, ...cellsOf(total)] }] : []),
      ]}
    />
  );
}

function cellsOf({ costUsd, sessions, calls, tokens, unpricedCalls }: CostSums) {
  const some = (count: number | null) => (count === null ? <Unknown /> : shortNumber(count));
  return [
    costUsd === null ? (
      <Unknown key="cost" why="no call of it has a cost" />
    ) : (
      <strong key="cost">
        {costText(costUsd)}
        {unpricedCalls > 0 && <span className={styles.more}> and more</span>}
      </strong>
    ),
    numberText(sessions),
    numberText(calls),
    some(tokens.input),
    some(tokens.cacheRead),
    some(tokens.output),
    unpricedCalls === 0 ? (
      '0'
    ) : (
      <span key="unpriced" className={styles.lacking}>
        {numberText(unpricedCalls)}
      </span>
    ),
  ];
}
