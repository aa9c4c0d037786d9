import { Fragment } from 'react';
import styles from './memory.module.css';

/** A statement as text; what stands between back-quotes is set as code, and nothing else is made of it. */
export function Statement({ text }: { text: string }) {
  const parts = text.split(/(`[^`]+`)/);
  return (
    <span className={styles.statement}>
      {parts.map((part, index) =>
        part.length > 2 && part.startsWith('`') && part.endsWith('`') ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have nothing but their place
          <code key={index}>{part.slice(1, -1)}</code>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have nothing but their place
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </span>
  );
}
