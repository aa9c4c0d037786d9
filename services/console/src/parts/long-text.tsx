import { useState } from 'react';
import { useBody } from '../api/bodies.ts';
import { ApiFailure } from '../api/http.ts';
import type { Text } from '../api/shapes.ts';
import { bytesText, counted, numberText } from '../words/quantity.ts';
import styles from './long-text.module.css';

const linesShown = 40;
const charactersShown = 6_000;
const briefLines = 8;
const briefCharacters = 600;

/**
 * Text that an agent or a tool wrote, as text and nothing else. Of a long one the beginning shows, and the rest on
 * demand; one that lies in the body store is fetched then.
 */
export function LongText(props: { text: Text; label: string; prose?: boolean; brief?: boolean }) {
  const { text, label, prose = false, brief = false } = props;
  if (typeof text === 'string') return <Folded text={text} label={label} prose={prose} brief={brief} />;
  return <Stored text={text} label={label} prose={prose} />;
}

function Folded(props: { text: string; label: string; prose: boolean; brief: boolean }) {
  const { text, label, prose, brief } = props;
  const [open, setOpen] = useState(false);
  const { beginning, linesLeft } = brief ? cut(text, briefLines, briefCharacters) : cut(text);
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
      <Block text={untilLineEnd(cut(text.head).beginning)} label={`${label}, beginning`} prose={prose} />
      {isExpired(body.error) ? (
        <p role="status" className={styles.note}>
          The rest of {bytesText(text.bytes)} is gone: {body.error?.message}.
        </p>
      ) : (
        <button type="button" className={styles.gap} disabled={body.isFetching} onClick={() => setWanted(true)}>
          {body.isFetching ? 'Loading' : `Load all ${bytesText(text.bytes)}`}
          <span className="unseen"> of {label}</span>
        </button>
      )}
      {body.error && !isExpired(body.error) && (
        <p role="alert" className={styles.failed}>
          {body.error.message}
        </p>
      )}
      <Block text={fromLineStart(text.tail.slice(-charactersShown / 4))} label={`${label}, end`} prose={prose} />
    </div>
  );
}

/** Whether retention deleted it: asking again changes nothing. */
function isExpired(error: Error | null): boolean {
  return error instanceof ApiFailure && error.code === 'expired';
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

function cut(text: string, linesMax = linesShown, charactersMax = charactersShown) {
  const lines = text.split('\n');
  const beginning = lines.slice(0, linesMax).join('\n').slice(0, charactersMax);
  // A few lines more are shown rather than folded away.
  if (lines.length <= linesMax + 5 && text.length <= charactersMax) return { beginning: text, linesLeft: 0 };
  return { beginning, linesLeft: Math.max(0, lines.length - linesMax) };
}

/** Without a last line that is only begun, unless that is all there is. */
function untilLineEnd(text: string): string {
  const end = text.lastIndexOf('\n');
  return end > 0 ? text.slice(0, end) : text;
}

/** Without a first line of which only the end is there, unless that is all there is. */
function fromLineStart(text: string): string {
  const start = text.indexOf('\n');
  return start !== -1 && start < text.length - 1 ? text.slice(start + 1) : text;
}
