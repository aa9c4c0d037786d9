import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCosts, useOutcomes } from '../../api/costs.ts';
import { useFailures } from '../../api/failures.ts';
import { costText, counted, named, numberText } from '../../words/quantity.ts';
import styles from './today.module.css';

/** Small numbers of this day, each leading to the page that says more. A number that cannot be had is left out. */
export function Today() {
  const since = midnight();
  const costs = useCosts({ by: 'harness', since }).data?.total;
  const outcomes = useOutcomes({ by: 'harness', since }).data?.total;
  const failures = useFailures({ by: 'command', since }).data?.failures;
  const failed = failures?.reduce((sum, line) => sum + line.failures, 0);
  return (
    <ul className={styles.today} aria-label="Today">
      <li className={styles.name}>Today</li>
      {outcomes && (
        <li>
          <strong>{numberText(outcomes.sessions)}</strong> {named(outcomes.sessions, 'session')}
        </li>
      )}
      {costs && (
        <Total to="/costs" number={costs.costUsd === null ? 'unknown' : costText(costs.costUsd)}>
          cost{costs.unpricedCalls > 0 && costs.costUsd !== null && `, without ${counted(costs.unpricedCalls, 'call')}`}
        </Total>
      )}
      {failed !== undefined && (
        <Total to="/search/failures" number={numberText(failed)}>
          {named(failed, 'failed command')}
        </Total>
      )}
      {outcomes && (
        <Total to="/costs/outcomes" number={numberText(outcomes.merged)}>
          merged {named(outcomes.merged, 'pull request')}
        </Total>
      )}
    </ul>
  );
}

function Total(props: { to: '/costs' | '/costs/outcomes' | '/search/failures'; number: string; children: ReactNode }) {
  return (
    <li>
      <Link to={props.to} search={{ since: '24h' }} className={styles.link}>
        <strong>{props.number}</strong> {props.children}
      </Link>
    </li>
  );
}

/** When this day began where the reader is. */
function midnight(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
