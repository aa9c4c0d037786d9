import type { Fault } from '../../api/rules.ts';
import { Icon } from '../../parts/icon.tsx';
import { placeOfFault } from '../../words/rule-words.ts';
import styles from './faults.module.css';

/** What is wrong with files of rules, and where; nothing where nothing is. */
export function Faults({ title, faults }: { title: string; faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <section className={styles.faults} aria-label={title}>
      <h2>
        <Icon name="warning" size={15} />
        {title}
      </h2>
      <ul>
        {faults.map((fault) => (
          <li key={`${placeOfFault(fault)} ${fault.message}`}>
            <code>{placeOfFault(fault)}</code>
            <p>{fault.message}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
