import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { clockText } from '../../../words/moment.ts';
import { type Course, turnAt } from '../course/course.ts';
import type { Cursor } from '../scrubber/cursor.ts';
import { useSettled } from '../scrubber/use-cursor.ts';
import styles from './actions.module.css';
import { HandOff } from './hand-off.tsx';
import { Share } from './share.tsx';

/** What one can do with the session as it is at the cursor. */
export function Actions({ course, cursor }: { course: Course; cursor: Cursor }) {
  const [open, setOpen] = useState<'hand-off' | 'share'>();
  const moment = useSettled(cursor);
  const at = moment === undefined ? undefined : course.positions[moment];
  const show = (which: typeof open) => () => {
    setOpen(which);
    return true;
  };
  useShortcuts('Session at the cursor', [
    { keys: ['h'], label: 'Hand off from here', run: show('hand-off') },
    { keys: ['s'], label: 'Share', run: show('share') },
  ]);
  const common = { session: course.session, at, where: whereOf(course, moment), onClose: () => setOpen(undefined) };
  return (
    <div className={styles.actions}>
      <button type="button" className={styles.action} onClick={show('hand-off')} title="Hand off from here (h)">
        <Icon name="handOff" />
        <span>Hand off</span>
      </button>
      <Link
        to="/compare"
        search={{ left: course.session, ...(at !== undefined && { leftAt: at }) }}
        className={styles.action}
        title="Compare from here"
      >
        <Icon name="compare" />
        <span>Compare</span>
      </Link>
      <button type="button" className={styles.action} onClick={show('share')} title="Share (s)">
        <Icon name="share" />
        <span>Share</span>
      </button>
      {open === 'hand-off' && <HandOff {...common} />}
      {open === 'share' && <Share {...common} />}
    </div>
  );
}

function whereOf(course: Course, moment: number | undefined): string {
  if (moment === undefined) return 'at its end';
  const turn = turnAt(course, moment);
  const time = clockText(new Date(course.atMs[moment] ?? 0).toISOString());
  return turn === undefined ? `at ${time}` : `in turn ${turn.number}, at ${time}`;
}
