import { useEffect, useRef } from 'react';
import styles from './help.module.css';
import { useRegistry } from './shortcuts.tsx';

/** What can be done by key on this page. Closes by Escape, as dialogs do. */
export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const registry = useRegistry();
  // The longest first: so they fill the columns evenly.
  const groups = registry.groups.toSorted((a, b) => b.shortcuts.length - a.shortcuts.length);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="help-title" onClose={onClose}>
      <header className={styles.head}>
        <h2 id="help-title">Keyboard</h2>
        <button type="button" className={styles.close} onClick={() => dialog.current?.close()}>
          Close <kbd>esc</kbd>
        </button>
      </header>
      <div className={styles.groups}>
        {groups.map(({ title, shortcuts }) => (
          <section key={title} className={styles.group}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={label} className={styles.row}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key, index) => (
                      <span key={key}>
                        {index > 0 && <span className={styles.or}>or</span>}
                        {key.split(' ').map((part) => (
                          <kbd key={part}>{keyName(part)}</kbd>
                        ))}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

function keyName(key: string): string {
  return { ArrowDown: '↓', ArrowUp: '↑', Escape: 'esc', Enter: '↵' }[key] ?? key;
}
