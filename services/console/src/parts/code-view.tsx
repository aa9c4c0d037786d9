import { useState } from 'react';
import { counted } from '../words/quantity.ts';
import styles from './code-view.module.css';

const linesShown = 1_000;

/** The whole of a text file, with numbered lines; of a very long one the rest on demand. */
export function CodeView({ text, label }: { text: string; label: string }) {
  const [open, setOpen] = useState(false);
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const shown = open ? lines : lines.slice(0, linesShown);
  return (
    <div className={styles.view}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.code} tabIndex={0} aria-label={label}>
        <pre className={styles.numbers} aria-hidden="true">
          {shown.map((_, index) => index + 1).join('\n')}
        </pre>
        {text === '' ? <p className={styles.empty}>The file is empty.</p> : <pre>{shown.join('\n')}</pre>}
      </section>
      {lines.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setOpen(true)}>
          Show {counted(lines.length - shown.length, 'more line')}
        </button>
      )}
    </div>
  );
}
