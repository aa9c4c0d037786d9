import { useEffect } from 'react';
import { useShortcuts } from '../app/shortcuts.tsx';
import { Icon } from './icon.tsx';
import styles from './said.module.css';

const shownForMs = 12_000;

/** What was said last of what somebody did here, and how that is taken back where it can be. */
export interface SaidLast {
  readonly text: string;
  readonly failed: boolean;
  readonly undo: (() => void) | undefined;
}

/** What was just decided, over the foot of the page, with the way back. */
export function Said({ said, forget }: { said: SaidLast | undefined; forget: () => void }) {
  const undo = said?.undo;
  useEffect(() => {
    if (said === undefined || said.failed) return;
    const timer = setTimeout(forget, shownForMs);
    return () => clearTimeout(timer);
  });
  useShortcuts('What was decided', [
    {
      keys: ['u'],
      label: 'Take the last decision back',
      run: () => {
        undo?.();
        return undo !== undefined;
      },
    },
  ]);
  return (
    <div className={styles.said} role={said?.failed ? 'alert' : 'status'} data-shown={said !== undefined}>
      {said && (
        <div className={styles.saidInside} data-failed={said.failed}>
          <Icon name={said.failed ? 'cross' : 'check'} size={14} />
          <span>{said.text}</span>
          {undo && (
            <button type="button" className={styles.undo} onClick={undo}>
              Undo <kbd>u</kbd>
            </button>
          )}
          {said.failed && (
            <button type="button" className={styles.undo} onClick={forget}>
              Close
            </button>
          )}
        </div>
      )}
    </div>
  );
}
