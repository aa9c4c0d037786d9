import { useEffect, useRef, useState } from 'react';
import type { Memory } from '../../../api/memory.ts';
import dialog from '../../../parts/dialog.module.css';
import { Dialog } from '../../../parts/dialog.tsx';
import styles from './decide.module.css';

const lengthMax = 240;

/** Says a memory in a person's words. From then on it holds in these, and its counts go on beneath. */
export function EditDialog(props: { memory: Memory; onSay: (statement: string) => void; onClose: () => void }) {
  const { memory, onSay, onClose } = props;
  const [typed, setTyped] = useState(memory.statement);
  const field = useRef<HTMLTextAreaElement>(null);
  // A dialog that opens puts the focus on its first button.
  useEffect(() => field.current?.select(), []);
  const statement = typed.trim();
  const unchanged = statement === '' || statement === memory.statement;
  return (
    <Dialog
      icon="edit"
      title="Say it in your words"
      about="Agents are told these words from now on. That approves it."
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!unchanged) onSay(statement);
        }}
      >
        <label>
          <span className="unseen">The statement</span>
          <textarea
            ref={field}
            className={styles.words}
            rows={4}
            maxLength={lengthMax}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return;
              event.preventDefault();
              if (!unchanged) onSay(statement);
            }}
          />
        </label>
        <p className={styles.quiet}>
          {typed.length} of {lengthMax} characters
        </p>
        <div className={dialog.buttons}>
          <button type="submit" className={dialog.button} data-main="true" disabled={unchanged}>
            Keep these words
          </button>
          <button type="button" className={dialog.button} onClick={onClose}>
            Leave it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
