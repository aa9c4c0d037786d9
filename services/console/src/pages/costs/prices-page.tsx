import { type Price, usePrices } from '../../api/costs.ts';
import { useTitle } from '../../app/title.ts';
import { Bones } from '../../parts/bones.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Table } from '../../parts/table.tsx';
import { Unknown } from '../../parts/unknown.tsx';
import { shortNumber } from '../../words/quantity.ts';
import styles from './costs.module.css';
import { CostsSections } from './costs-sections.tsx';

/** What models cost, from when to when, and who says so: what costs are computed from where a harness tells none. */
export function PricesPage() {
  const prices = usePrices();
  useTitle('Prices');
  return (
    <Page title="Costs" sum={prices.data?.note} sections={<CostsSections />}>
      {prices.isPending && <Bones label="Loading prices" inset={false} />}
      {prices.error && <FailureNotice error={prices.error} onRetry={() => void prices.refetch()} />}
      {prices.data && (
        <Table
          label="Prices"
          columns={['Model', 'From', 'Until', 'Input', 'Output', 'Cache read', 'Cache write']}
          numbersFrom={3}
          rows={prices.data.prices.map((price) => ({
            key: `${price.owner} ${price.model} ${price.from} ${price.tokensAbove}`,
            cells: [
              <span key="model" title={price.source}>
                <code>{price.model}</code>
                <span className={styles.quiet}>{conditionText(price)}</span>
              </span>,
              price.from.slice(0, 10),
              price.until?.slice(0, 10) ?? <span className={styles.quiet}>today</span>,
              ...[
                price.inputPerMillion,
                price.outputPerMillion,
                price.cacheReadPerMillion,
                price.cacheWritePerMillion,
              ].map((usd) => (usd === null ? <Unknown key="none" /> : `$${usd}`)),
            ],
          }))}
        />
      )}
    </Page>
  );
}

function conditionText({ tokensAbove, tokensUpTo, owner }: Price): string {
  const size = [
    ...(tokensAbove > 0 ? [`above ${shortNumber(tokensAbove)}`] : []),
    ...(tokensUpTo === null ? [] : [`up to ${shortNumber(tokensUpTo)}`]),
  ];
  const input = size.length > 0 ? ` with ${size.join(', ')} tokens of input` : '';
  return `${input}${owner ? ' your own price' : ''}`;
}
