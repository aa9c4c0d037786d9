import { Link } from '@tanstack/react-router';
import type { Memory } from '../../../api/memory.ts';
import { Ago } from '../../../parts/moment.tsx';
import { kindName, scopeText, supportText, titleText } from '../../../words/memory-words.ts';
import { afterTitle } from '../after-title.ts';
import { KindSign } from '../kind-sign.tsx';
import { Statement } from '../statement.tsx';
import styles from './queue.module.css';

/** One memory of the list. Going there by key chooses it, Enter opens its page. */
export function QueueRow(props: {
  memory: Memory;
  isChosen: boolean;
  isSelected: boolean;
  /** What was just decided about it. */
  word: string | undefined;
  /** Whether choosing shows it beside the list; otherwise a click opens its page. */
  beside: boolean;
  /** The position of the log that the list is of, where that is not the present: then nothing is decided. */
  at: number | undefined;
  onChoose: () => void;
  onSelect: (selected: boolean) => void;
}) {
  const { memory, isChosen, isSelected, word, beside, at, onChoose, onSelect } = props;
  return (
    <li className={styles.row} data-chosen={isChosen} data-selected={isSelected} data-decided={word !== undefined}>
      <label className={styles.select}>
        <span className="unseen">Select {titleText(memory.title)}</span>
        <input
          type="checkbox"
          checked={isSelected}
          disabled={at !== undefined}
          onChange={({ target }) => onSelect(target.checked)}
        />
      </label>
      <Link
        to="/memory/$memory"
        params={{ memory: memory.id }}
        search={at === undefined ? {} : { at }}
        className={styles.open}
        aria-current={isChosen ? 'true' : undefined}
        data-row
        onFocus={beside ? onChoose : undefined}
        onClick={(event) => {
          // A click that came by key has no detail: it opens the page, as Enter does everywhere.
          if (!beside || event.detail === 0 || event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          onChoose();
        }}
      >
        <KindSign kind={memory.kind} />
        <span className={styles.title}>{titleText(memory.title)}</span>
        <span className={styles.when}>{word ?? <Ago time={memory.lastSeen} />}</span>
        <span className={styles.statement}>
          <Statement text={afterTitle(memory.statement, memory.title)} />
        </span>
        <span className={styles.about}>
          <span>{kindName(memory.kind)}</span>
          <span>{supportText(memory.support)}</span>
          {!memory.scope.startsWith('project:') && <span>{scopeText(memory.scope)}</span>}
          {memory.reason === 'harmful' && <span className={styles.harmful}>did harm</span>}
          {memory.pinned && <span>pinned</span>}
          {memory.edited && <span>edited</span>}
        </span>
      </Link>
    </li>
  );
}
