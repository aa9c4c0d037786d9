import { useState } from 'react';
import { useBody } from '../api/bodies.ts';
import type { Text } from '../api/shapes.ts';
import { bytesText, counted, numberText } from '../words/quantity.ts';
import styles from './long-text.module.css';

const linesShown = 40;
const charactersShown = 6_000;

/**
 * Text that an agent or a tool wrote, as text and nothing else. Of a long one the beginning shows, and the rest on
 * demand; one that lies in the body store is fetched then.
 */
export function LongText({ text, label, prose = false }: { text: Text; label: string; prose?: boolean }) {
  if (typeof text === 'string') return <Folded text={text} label={label} prose={prose} />;
  return <Stored text={text} label={label} prose={prose} />;
}

function Folded({ text, label, prose }: { text: string; label: string; prose: boolean }) {
  const [open, setOpen] = useState(false);
  const { beginning, linesLeft } = cut(text);
  const folded = beginning.length < text.length;
  return (
    <div className={styles.text}>
      <Block text={open ? text : beginning} label={label} prose={prose} />
      {folded && (
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show less' : linesLeft > 0 ? `Show ${counted(linesLeft, 'more line')}` : 'Show all'}
          {!open && <span className="unseen"> of {label}</span>}
        </button>
      )}
    </div>
  );
}

function Stored({ text, label, prose }: { text: Exclude<Text, string>; label: string; prose: boolean }) {
  const [wanted, setWanted] = useState(false);
  const body = useBody(text.body, wanted);
  if (body.data !== undefined) {
    return (
      <div className={styles.text}>
        <Block text={body.data} label={label} prose={prose} />
        <p className={styles.note} role="status">
          All {numberText(text.bytes)} bytes are shown.
        </p>
      </div>
    );
  }
  return (
    <div className={styles.text}>
      <Block text={cut(text.head).beginning} label={`${label}, beginning`} prose={prose} />
      <button type="button" className={styles.gap} disabled={body.isFetching} onClick={() => setWanted(true)}>
        {body.isFetching ? 'Loading' : `Load all ${bytesText(text.bytes)}`}
        <span className="unseen"> of {label}</span>
      </button>
      {body.error && (
        <p role="alert" className={styles.failed}>
          {body.error.message}
        </p>
      )}
      <Block text={text.tail.slice(-charactersShown / 4)} label={`${label}, end`} prose={prose} />
    </div>
  );
}

/** A box that can be scrolled by key when it is too small for what it holds. */
function Block({ text, label, prose }: { text: string; label: string; prose: boolean }) {
  if (prose) return <div className={styles.prose}>{text}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.code} tabIndex={0} aria-label={label}>
      {text === '' ? <span className={styles.empty}>(empty)</span> : <pre>{text}</pre>}
    </section>
  );
}

function cut(text: string): { beginning: string; linesLeft: number } {
  const lines = text.split('\n');
  const beginning = lines.slice(0, linesShown).join('\n').slice(0, charactersShown);
  // A few lines more are shown rather than folded away.
  if (lines.length <= linesShown + 5 && text.length <= charactersShown) return { beginning: text, linesLeft: 0 };
  return { beginning, linesLeft: Math.max(0, lines.length - linesShown) };
}
