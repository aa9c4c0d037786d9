import { useEffect, useRef, useState } from 'react';
import { type Memory, useMemories, useSimilar } from '../../../api/memory.ts';
import { Bones } from '../../../parts/bones.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { FilterField } from '../../../parts/field.tsx';
import { useTyped } from '../../../parts/use-typed.ts';
import { kindName, supportText, titleText } from '../../../words/memory-words.ts';
import { Statement } from '../statement.tsx';
import styles from './decide.module.css';

const shownMax = 30;

/** Chooses the memory that takes the place of this one: similar ones first, others by words. */
export function MergeDialog(props: { memory: Memory; onChoose: (into: Memory) => void; onClose: () => void }) {
  const { memory, onChoose, onClose } = props;
  const field = useRef<HTMLInputElement>(null);
  // A dialog that opens puts the focus on its first button.
  useEffect(() => field.current?.focus(), []);
  const [words, setWords] = useState('');
  const [typed, setTyped] = useTyped(words, setWords);
  const similar = useSimilar(memory.id);
  const found = useMemories({ project: memory.project, q: words, status: 'active' }, words !== '');
  const list = (
    words === ''
      ? (similar.data?.map((one) => one.memory) ?? [])
      : (found.data?.pages.flatMap((page) => page.memories) ?? [])
  ).filter(({ id, status }) => id !== memory.id && status !== 'retired');
  const isPending = words === '' ? similar.isPending : found.isPending;
  return (
    <Dialog
      icon="merge"
      title="Merge into another"
      about={`The other one holds, and “${titleText(memory.title)}” is retired.`}
      onClose={onClose}
    >
      <div className={styles.find}>
        <FilterField field={field} label="Find a memory" value={typed} onChange={setTyped} />
      </div>
      {isPending && <Bones label="Looking for similar ones" />}
      <ul className={styles.choices} aria-label={words === '' ? 'Similar memories' : 'Memories with these words'}>
        {list.slice(0, shownMax).map((one) => (
          <li key={one.id}>
            <button type="button" className={styles.choice} onClick={() => onChoose(one)}>
              <strong>{titleText(one.title)}</strong>
              <Statement text={one.statement} />
              <small>
                {kindName(one.kind)} · {supportText(one.support)}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {!isPending && list.length === 0 && (
        <p className={styles.quiet}>
          {words === '' ? 'Nothing says nearly the same. Type words to find others.' : 'Nothing has these words.'}
        </p>
      )}
    </Dialog>
  );
}
