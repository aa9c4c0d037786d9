import type { FeedbackReport } from '../../../api/memory-reports.ts';
import { Table } from '../../../parts/table.tsx';
import { surfaceText } from '../../../words/memory-words.ts';
import { numberText, shortNumber } from '../../../words/quantity.ts';
import styles from './report.module.css';

/** Injections by where they were told, and what came of them. */
export function SurfaceTable({ surfaces }: { surfaces: FeedbackReport['surfaces'] }) {
  if (surfaces.length === 0) return <p className={styles.quiet}>Nothing was told yet.</p>;
  return (
    <Table
      label="Injections by surface"
      columns={['Where', 'Told', 'Held out', 'Memories', 'Tokens', 'Helped', 'Did harm', 'Nothing came of it']}
      numbersFrom={1}
      rows={surfaces.map((one) => ({
        key: one.surface,
        cells: [
          surfaceText(one.surface),
          numberText(one.injections),
          numberText(one.heldOut),
          numberText(one.memories),
          shortNumber(one.tokens),
          numberText(one.helpful),
          <span key="harm" className={styles.harm} data-any={one.harmful > 0}>
            {numberText(one.harmful)}
          </span>,
          numberText(one.ignored),
        ],
      }))}
    />
  );
}
