import { useState } from 'react';
import { counted } from '../../../words/quantity.ts';
import styles from './code-view.module.css';

const linesShown = 1_000;

/** A file's text with its line numbers. Of a very long one the beginning, and the rest on demand. */
export function CodeView({ text, label }: { text: string; label: string }) {
  const [whole, setWhole] = useState(false);
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const shown = whole ? lines : lines.slice(0, linesShown);
  const more = lines.length - shown.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.code} tabIndex={0} aria-label={label}>
        <pre className={styles.numbers} aria-hidden="true">
          {shown.map((_, index) => `${index + 1}\n`).join('')}
        </pre>
        <pre className={styles.text}>{shown.length === 0 ? '(empty)' : shown.join('\n')}</pre>
      </section>
      {more > 0 && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          Show {counted(more, 'more line')}
        </button>
      )}
    </>
  );
}
