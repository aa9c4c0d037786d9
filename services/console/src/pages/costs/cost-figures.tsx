import { Link } from '@tanstack/react-router';
import type { CostSums, OutcomeSums } from '../../api/costs.ts';
import { Figure, Figures } from '../../parts/figures.tsx';
import { Unknown } from '../../parts/unknown.tsx';
import { costText, counted, numberText, shareText, shortNumber } from '../../words/quantity.ts';
import { allTokens } from './kinds.ts';

/** The sums of a range, and what a merged pull request cost. Places are kept while they are on their way. */
export function CostFigures({ total, outcomes }: { total: CostSums | undefined; outcomes: OutcomeSums | undefined }) {
  const tokens = total ? allTokens(total) : null;
  return (
    <Figures>
      <Figure name="Cost" about={total && costAbout(total)}>
        {total && (total.costUsd === null ? <Unknown /> : costText(total.costUsd))}
      </Figure>
      <Figure
        name="Per merged pull request"
        about={outcomes && <Link to="/costs/outcomes">{counted(outcomes.merged, 'merged pull request')}</Link>}
      >
        {outcomes && (outcomes.costPerMergedPull === null ? <Unknown /> : costText(outcomes.costPerMergedPull))}
      </Figure>
      <Figure name="Tokens" about={total && tokens !== null && cacheAbout(total, tokens)}>
        {total && (tokens === null ? <Unknown /> : shortNumber(tokens))}
      </Figure>
      <Figure name="Model calls" about={total && `in ${counted(total.sessions, 'session')}`}>
        {total && numberText(total.calls)}
      </Figure>
    </Figures>
  );
}

/** Says honestly how much of it is known, and from where. */
function costAbout({ calls, unpricedCalls, reportedUsd, computedUsd }: CostSums): string {
  if (calls === 0) return '';
  if (unpricedCalls === calls) return 'of no call it is known';
  const sources = [
    ...(reportedUsd ? [`${costText(reportedUsd)} told by harnesses`] : []),
    ...(computedUsd ? [`${costText(computedUsd)} from prices`] : []),
  ];
  const without = unpricedCalls > 0 ? [`without ${counted(unpricedCalls, 'call')}`] : [];
  return [...sources, ...without].join(', ');
}

function cacheAbout({ tokens: { input, cacheRead, cacheWrite } }: CostSums, all: number): string {
  const given = (input ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0);
  if (all === 0 || given === 0 || cacheRead === null) return '';
  return `${shareText(cacheRead / given)} of the input from the cache`;
}
