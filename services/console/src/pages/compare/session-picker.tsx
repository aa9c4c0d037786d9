import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useSessions } from '../../api/sessions.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Bones } from '../../parts/bones.tsx';
import { FilterField } from '../../parts/field.tsx';
import { Ago } from '../../parts/moment.tsx';
import { SessionWords } from '../../parts/session-words.tsx';
import { useWholeList } from '../../parts/use-whole-list.ts';
import { fitting } from '../../words/session-search.ts';
import { titleOf } from '../../words/session-words.ts';
import styles from './session-picker.module.css';

const shownMax = 60;

/** Finds a session by words, by key alone if one likes: type, go down, enter. */
export function SessionPicker(props: {
  which: 'left' | 'right';
  onPick: (session: string) => void;
  onClose: () => void;
}) {
  const { which, onPick, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed);
  const sessions = useSessions();
  useWholeList(sessions, text !== '');
  useEffect(() => {
    dialog.current?.showModal();
    field.current?.focus();
  }, []);
  const found = fitting(sessions.data?.pages.flatMap((one) => one.sessions) ?? [], text).slice(0, shownMax);
  const move = (step: number) => {
    const rows = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLButtonElement);
    if (at + step < 0) field.current?.focus();
    else rows[Math.min(at + step, rows.length - 1)]?.focus();
  };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={`Choose the ${which} side`}
      onClose={onClose}
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        move(step);
      }}
    >
      <header className={styles.head}>
        <h2>Choose the {which} side</h2>
        <button type="button" className={styles.close} onClick={() => dialog.current?.close()}>
          Close <kbd>esc</kbd>
        </button>
        <FilterField field={field} label="Find a session" value={typed} onChange={setTyped} />
      </header>
      {sessions.isPending && <Bones label="Loading sessions" />}
      <ul ref={list} className={styles.list} aria-label="Sessions">
        {found.map((session) => (
          <li key={session.session}>
            <button type="button" className={styles.row} onClick={() => onPick(session.session)}>
              <span className={styles.title}>{titleOf(session)}</span>
              <span className={styles.when}>
                <Ago time={session.lastEventAt ?? session.startedAt} />
              </span>
              <SessionWords session={session} />
              <StateBadge state={session.state} />
            </button>
          </li>
        ))}
      </ul>
      {sessions.data && found.length === 0 && <p className={styles.none}>No session has these words in its title.</p>}
    </dialog>
  );
}
