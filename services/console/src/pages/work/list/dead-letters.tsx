import type { WorkItem } from '../../../api/work.ts';
import { ActionButton } from '../../../parts/action-button.tsx';
import rows from '../../../parts/rows.module.css';
import { counted } from '../../../words/quantity.ts';
import { byReason } from '../../../words/work-words.ts';
import { ItemRow } from './item-row.tsx';
import styles from './work-page.module.css';

/** Items that used up their attempts, by why: each group is put up again at once. */
export function DeadLetters(props: {
  items: readonly WorkItem[];
  skewMs: number;
  disabled: boolean;
  onRedrive: (items: readonly WorkItem[]) => void;
  onChoose: (id: string) => void;
}) {
  const { items, skewMs, disabled, onRedrive, onChoose } = props;
  return byReason(items).map(({ reason, items: group }) => (
    <section key={reason} className={styles.reason} aria-label={`Dead because: ${reason}`}>
      <header>
        <h2>{reason}</h2>
        <ActionButton icon="undo" tone="good" disabled={disabled} onClick={() => onRedrive(group)}>
          {group.length === 1 ? 'Redrive it' : `Redrive these ${group.length}`}
          <span className="unseen">: {counted(group.length, 'item')}</span>
        </ActionButton>
      </header>
      <ol className={rows.rows}>
        {group.map((item) => (
          <ItemRow key={item.id} item={{ ...item, error: null }} skewMs={skewMs} onChoose={() => onChoose(item.id)} />
        ))}
      </ol>
    </section>
  ));
}
