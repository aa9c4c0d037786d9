import { Link } from '@tanstack/react-router';
import { type CostSums, useCosts } from '../../api/costs.ts';
import type { Scope } from '../../api/shapes-of-lists.ts';
import { Part } from '../../parts/page.tsx';
import { counted, named, numberText } from '../../words/quantity.ts';
import styles from './costs.module.css';
import { groupName } from './kinds.ts';

/** Why some calls have no cost: by model, so that one sees what a price is missing for. */
export function UnpricedCalls({ range, total }: { range: Scope & { since?: string | undefined }; total: CostSums }) {
  const models = useCosts({ ...range, by: 'model' }).data?.groups ?? [];
  const lacking = models.filter(({ unpricedCalls }) => unpricedCalls > 0);
  if (total.unpricedCalls === 0 || lacking.length === 0) return null;
  return (
    <Part
      title="What is not in these sums"
      about={
        <>
          {counted(total.unpricedCalls, 'call')} {named(total.unpricedCalls, 'has', 'have')} no cost: the harness did
          not say one, and there is no <Link to="/costs/prices">price</Link> for the model on that day, or no count of
          its tokens. Nothing is guessed.
        </>
      }
    >
      <ul className={styles.unpriced}>
        {lacking.map(({ key, unpricedCalls, calls }) => (
          <li key={key ?? ''}>
            <code>{groupName('model', key)}</code> {numberText(unpricedCalls)} of {counted(calls, 'call')}
          </li>
        ))}
      </ul>
    </Part>
  );
}
