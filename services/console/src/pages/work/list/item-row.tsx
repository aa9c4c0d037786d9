import { Link } from '@tanstack/react-router';
import type { WorkItem } from '../../../api/work.ts';
import { BadgeSign } from '../../../parts/badge.tsx';
import { Ago, Left } from '../../../parts/moment.tsx';
import rows from '../../../parts/rows.module.css';
import { attemptText, isOpen, itemTitle, workStates } from '../../../words/work-words.ts';

/** One item of a list. Going there by key chooses it, Enter opens it. */
export function ItemRow(props: {
  item: WorkItem;
  skewMs: number;
  /** False where every item of the list is of the same queue. */
  withQueue?: boolean;
  onChoose?: () => void;
}) {
  const { item, skewMs, withQueue = true, onChoose } = props;
  const { state, queue, worker, leaseUntil, priority, cause, cancelling, error, doneIn, harness, progress } = item;
  return (
    <li className={rows.row}>
      <Link
        to="/work/items/$item"
        params={{ item: item.id }}
        className={rows.open}
        data-row
        onFocus={onChoose}
        data-item={item.id}
      >
        <BadgeSign {...workStates[state]} />
        <span className={rows.title}>{itemTitle(item)}</span>
        <span className={rows.end}>
          {state === 'claimed' && leaseUntil ? (
            <Left until={leaseUntil} skewMs={skewMs} />
          ) : (
            <Ago time={item.endedAt ?? item.offeredAt} />
          )}
        </span>
        {error && state !== 'completed' && (
          <span className={`${rows.text} ${state === 'dead' ? rows.bad : rows.quiet}`}>
            {isOpen(item) && 'The attempt before: '}
            {error}
          </span>
        )}
        {state === 'claimed' && progress?.note && <span className={rows.text}>{progress.note}</span>}
        <span className={rows.about}>
          <span>{workStates[state].label}</span>
          {withQueue && <span>{queue}</span>}
          <span>{attemptText(item)}</span>
          {worker && <span>{worker}</span>}
          {harness && <span>{harness}</span>}
          {priority !== 0 && <span>priority {priority}</span>}
          {cause && <span>by {cause.rule}</span>}
          {doneIn && <span>{doneIn}</span>}
          {item.parent && <span>a part of another</span>}
          {cancelling && <span className={rows.warn}>asked to stop by {cancelling.by}</span>}
        </span>
      </Link>
    </li>
  );
}
