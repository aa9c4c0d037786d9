import { type ReactNode, useEffect, useRef } from 'react';
import styles from './dialog.module.css';
import { Icon, type IconName } from './icon.tsx';

/** A dialog over the page. Closes by Escape, by its button, and by a click beside it. */
export function Dialog(props: {
  icon: IconName;
  title: string;
  about?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const { icon, title, about, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, as it does every dialog
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="dialog-title"
      onClose={onClose}
      onClick={({ target }) => {
        if (target === dialog.current) dialog.current.close();
      }}
    >
      <div className={styles.inside}>
        <header className={styles.head}>
          <Icon name={icon} />
          <h2 id="dialog-title">{title}</h2>
          <button type="button" className={styles.close} onClick={() => dialog.current?.close()} aria-label="Close">
            <Icon name="cross" />
          </button>
        </header>
        {about && <p className={styles.about}>{about}</p>}
        {children}
      </div>
    </dialog>
  );
}
