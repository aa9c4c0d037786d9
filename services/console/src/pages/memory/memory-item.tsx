import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Memory } from '../../api/memory.ts';
import { titleText } from '../../words/memory-words.ts';
import { afterTitle } from './after-title.ts';
import { KindSign } from './kind-sign.tsx';
import styles from './memory.module.css';
import { Statement } from './statement.tsx';

/** A memory in a list of others, as a link to its page. */
export function MemoryItem(props: { memory: Memory; side?: ReactNode; about?: ReactNode }) {
  const { memory, side, about } = props;
  return (
    <Link to="/memory/$memory" params={{ memory: memory.id }} className={styles.item}>
      <KindSign kind={memory.kind} />
      <span className={styles.itemTitle}>{titleText(memory.title)}</span>
      <span className={styles.itemSide}>{side}</span>
      <span className={styles.itemAbout}>
        <Statement text={afterTitle(memory.statement, memory.title)} />
      </span>
      {about && <span className={styles.itemAbout}>{about}</span>}
    </Link>
  );
}
