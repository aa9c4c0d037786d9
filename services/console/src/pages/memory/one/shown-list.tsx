import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Shown, useInjection } from '../../../api/memory.ts';
import { WellBadge } from '../../../parts/badge.tsx';
import { LinkButton } from '../../../parts/link-button.tsx';
import { LongText } from '../../../parts/long-text.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { outcomeText, surfaceText } from '../../../words/memory-words.ts';
import { counted } from '../../../words/quantity.ts';
import styles from './memory-page.module.css';

const shownAtFirst = 10;

/** Where a memory was put before agents, what called for it and what came of it. */
export function ShownList({ shown }: { shown: readonly Shown[] }) {
  const [open, setOpen] = useState(false);
  if (shown.length === 0) return <p className={styles.quiet}>No agent was told of it.</p>;
  const newest = shown.toSorted((a, b) => b.position - a.position);
  return (
    <>
      <ol className={styles.shown} aria-label="Times it was told">
        {(open ? newest : newest.slice(0, shownAtFirst)).map((one) => (
          <ShownLine key={`${one.position} ${one.session}`} shown={one} />
        ))}
      </ol>
      {!open && newest.length > shownAtFirst && (
        <LinkButton onClick={() => setOpen(true)}>Show all {newest.length}</LinkButton>
      )}
    </>
  );
}

function ShownLine({ shown }: { shown: Shown }) {
  const { session, position, title, time, surface, about, tokens, heldOut, outcome } = shown;
  const [open, setOpen] = useState(false);
  return (
    <li className={styles.shownLine}>
      <Link to="/sessions/$session" params={{ session }} search={{ at: position }}>
        {title ?? session}
      </Link>
      <span className={styles.side}>
        <DayAndClock time={time} />
      </span>
      <span className={styles.shownAbout}>
        <span>{surfaceText(surface)}</span>
        {about !== null && <code>{about}</code>}
        {heldOut ? (
          <span>held out: it was not told</span>
        ) : outcome === 'ignored' ? (
          <span>{outcomeText(outcome)}</span>
        ) : (
          <WellBadge level={outcome === 'harmful' ? 'bad' : 'good'} label={outcomeText(outcome)} />
        )}
        <button type="button" className={styles.words} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Less' : `${counted(tokens, 'token')} in all`}
        </button>
      </span>
      {open && <Injected position={position} />}
    </li>
  );
}

/** All that was told there, word by word, and what was found and left out. */
function Injected({ position }: { position: number }) {
  const { data, error } = useInjection(position);
  if (error) return <p className={styles.injected}>{error.message}</p>;
  if (data === undefined) return <p className={styles.injected}>Loading</p>;
  const { text, memories, dropped = [] } = data;
  return (
    <div className={styles.injected}>
      {text !== undefined && <LongText text={text} label="What was told" brief />}
      <p className={styles.dropped}>
        {counted(memories.length, 'memory', 'memories')} in it,{' '}
        {dropped.length === 0 ? 'nothing was left out' : `${dropped.length} left out`}
      </p>
      {dropped.length > 0 && (
        <ul className={styles.dropped} aria-label="Left out">
          {dropped.map(({ memory, reason }) => (
            <li key={memory}>
              <Link to="/memory/$memory" params={{ memory }}>
                {memory}
              </Link>{' '}
              {droppedText(reason)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const reasons: Readonly<Record<string, string>> = {
  budget: 'no room was left for it',
  repeated: 'the session had been told of it',
  floor: 'it fitted too little',
};

function droppedText(reason: string): string {
  return reasons[reason] ?? reason;
}
