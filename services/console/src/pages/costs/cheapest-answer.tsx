import type { OutcomeGroup, OutcomeSums, OutcomesBy } from '../../api/costs.ts';
import { costText, counted, named } from '../../words/quantity.ts';
import styles from './costs.module.css';
import { groupName } from './kinds.ts';

/** The answer to "which was cheapest" in a sentence, with what it does not know. */
export function CheapestAnswer(props: { by: OutcomesBy; groups: readonly OutcomeGroup[]; total: OutcomeSums }) {
  const { by, groups, total } = props;
  const priced = cheapestFirst(groups).filter(({ costPerMergedPull }) => costPerMergedPull !== null);
  const [cheapest, ...others] = priced;
  return (
    <div className={styles.answer} data-known={cheapest !== undefined}>
      {cheapest === undefined ? (
        <p>
          {total.merged === 0
            ? 'No pull request of these sessions was merged in this time.'
            : `${counted(total.merged, 'pull request')} ${named(total.merged, 'was', 'were')} merged, but what the sessions cost is not known.`}
        </p>
      ) : (
        <p>
          <strong>{groupName(by, cheapest.key)}</strong> {others.length > 0 ? 'was cheapest:' : 'took'}{' '}
          <strong>{costText(cheapest.costPerMergedPull!)}</strong> per merged pull request
          {others.length > 0 &&
            `; ${others
              .slice(0, 3)
              .map((one) => `${groupName(by, one.key)} ${costText(one.costPerMergedPull!)}`)
              .join(', ')}`}
          .
        </p>
      )}
      {total.unpricedSessions > 0 && cheapest && (
        <p>
          Of {counted(total.unpricedSessions, 'session')} not every cost is known; that part is left out, not guessed.
        </p>
      )}
    </div>
  );
}

/** What is not known comes last. */
export function cheapestFirst(groups: readonly OutcomeGroup[]): OutcomeGroup[] {
  const cost = ({ costPerMergedPull }: OutcomeGroup) => costPerMergedPull ?? Number.POSITIVE_INFINITY;
  return groups.toSorted((a, b) => {
    const [left, right] = [cost(a), cost(b)];
    return left === right ? b.merged - a.merged || b.sessions - a.sessions : left - right;
  });
}
