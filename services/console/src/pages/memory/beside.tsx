import { type Memory, useConflicts, useSimilar } from '../../api/memory.ts';
import { shareText } from '../../words/quantity.ts';
import styles from './memory.module.css';
import { MemoryItem } from './memory-item.tsx';

const whys = {
  'same-subject': 'It says something else of the same.',
  opposed: 'It says the opposite.',
} as const;

/** What cannot be followed together with this memory. Nothing is shown where nothing is. */
export function Conflicts({ memory }: { memory: Memory }) {
  const conflicts = useConflicts(memory).data ?? [];
  return conflicts.map(({ memory: other, why }) => (
    <MemoryItem key={other.id} memory={other} about={<span className={styles.conflict}>{whys[why]}</span>} />
  ));
}

/** What says nearly the same. */
export function Similar({ memory }: { memory: Memory }) {
  const { data, isPending, error } = useSimilar(memory.id);
  if (error) return <p className={styles.empty}>{error.message}</p>;
  if (isPending) return <p className={styles.empty}>Looking</p>;
  if (data.length === 0) return <p className={styles.empty}>Nothing says nearly the same.</p>;
  return data.map(({ memory: other, likeness }) => (
    <MemoryItem key={other.id} memory={other} side={`${shareText(likeness)} alike`} />
  ));
}
