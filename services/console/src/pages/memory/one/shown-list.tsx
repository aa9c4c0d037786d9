import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Shown } from '../../../api/memory.ts';
import { WellBadge } from '../../../parts/badge.tsx';
import { LinkButton } from '../../../parts/link-button.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { outcomeText, surfaceText } from '../../../words/memory-words.ts';
import { counted } from '../../../words/quantity.ts';
import styles from './memory-page.module.css';

const shownAtFirst = 10;

/** Where a memory was put before agents, what called for it, what came of it and what else was left out. */
export function ShownList({ shown }: { shown: readonly Shown[] }) {
  const [open, setOpen] = useState(false);
  if (shown.length === 0) return <p className={styles.quiet}>No agent was told of it.</p>;
  const newest = shown.toSorted((a, b) => b.position - a.position);
  return (
    <>
      <ol className={styles.shown}>
        {(open ? newest : newest.slice(0, shownAtFirst)).map((one) => (
          <li key={`${one.position} ${one.session}`} className={styles.shownLine}>
            <Link to="/sessions/$session" params={{ session: one.session }} search={{ at: one.position }}>
              {one.title ?? one.session}
            </Link>
            <span className={styles.side}>
              <DayAndClock time={one.time} />
            </span>
            <span className={styles.shownAbout}>
              <span>{surfaceText(one.surface)}</span>
              {one.about && <code>{one.about}</code>}
              {one.tokens !== undefined && <span>{counted(one.tokens, 'token')}</span>}
              {one.dropped && one.dropped.length > 0 && (
                <span title={one.dropped.map(({ memory, reason }) => `${memory}: ${reason}`).join('\n')}>
                  {counted(one.dropped.length, 'other')} left out ({reasonsOf(one.dropped)})
                </span>
              )}
              {one.heldOut ? (
                <span>held out: it was not told</span>
              ) : one.outcome === 'ignored' ? (
                <span>{outcomeText(one.outcome)}</span>
              ) : (
                <WellBadge level={one.outcome === 'harmful' ? 'bad' : 'good'} label={outcomeText(one.outcome)} />
              )}
            </span>
          </li>
        ))}
      </ol>
      {!open && newest.length > shownAtFirst && (
        <LinkButton onClick={() => setOpen(true)}>Show all {newest.length}</LinkButton>
      )}
    </>
  );
}

function reasonsOf(dropped: NonNullable<Shown['dropped']>): string {
  return [...new Set(dropped.map(({ reason }) => reason))].join(', ');
}
