import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './dialog.module.css';
import { Dialog } from './dialog.tsx';
import type { IconName } from './icon.tsx';

/** Asks once before something is done, with a few words for those who ask later where `words` names them. */
export function ConfirmDialog(props: {
  icon: IconName;
  title: string;
  about: ReactNode;
  /** What is done, on the button. */
  label: string;
  words?: { readonly label: string; readonly max: number };
  onDo: (words: string | undefined) => void;
  onClose: () => void;
}) {
  const { icon, title, about, label, words, onDo, onClose } = props;
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // A dialog that opens puts the focus on its first button, which closes it.
  useEffect(() => (field.current ?? button.current)?.focus(), []);
  const act = () => onDo(typed.trim() === '' ? undefined : typed.trim());
  return (
    <Dialog icon={icon} title={title} about={about} onClose={onClose}>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          act();
        }}
      >
        {words && (
          <label>
            <span className="unseen">{words.label}</span>
            <textarea
              ref={field}
              className={styles.words}
              rows={2}
              maxLength={words.max}
              value={typed}
              placeholder={`${words.label} (may be left out)`}
              onChange={({ target }) => setTyped(target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey) return;
                event.preventDefault();
                act();
              }}
            />
          </label>
        )}
        <div className={styles.buttons}>
          <button ref={button} type="submit" className={styles.button} data-main="true">
            {label}
          </button>
          <button type="button" className={styles.button} onClick={onClose}>
            Leave it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
