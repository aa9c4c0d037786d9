import { Link } from '@tanstack/react-router';
import { type Memory, useConflicts, useWhy } from '../../../api/memory.ts';
import { FullTime } from '../../../parts/moment.tsx';
import { kindName, scopeText, titleText } from '../../../words/memory-words.ts';
import { counted } from '../../../words/quantity.ts';
import { Conflicts, Similar } from '../beside.tsx';
import { ActionBar } from '../decide/action-bar.tsx';
import type { Action } from '../decide/actions.ts';
import { EvidenceLine } from '../evidence-line.tsx';
import { Explanation } from '../explanation.tsx';
import { Statement } from '../statement.tsx';
import { StatusBadge } from '../status-badge.tsx';
import styles from './queue.module.css';

const evidenceShown = 4;

/** The chosen memory beside the list: what one needs to decide about it. */
export function QueueAside(props: { memory: Memory; disabled: boolean; onAct: (action: Action) => void }) {
  const { memory, disabled, onAct } = props;
  const why = useWhy(memory.id);
  const conflicts = useConflicts(memory).data?.length ?? 0;
  const evidence = (why.data?.evidence ?? []).toSorted((a, b) => b.position - a.position);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <aside className={styles.aside} tabIndex={0} aria-label="The chosen memory">
      <header className={styles.asideHead}>
        <p className={styles.asideAbout}>
          <StatusBadge memory={memory} />
          <span>{kindName(memory.kind)}</span>
          <span>{scopeText(memory.scope)}</span>
          <Link to="/memory/$memory" params={{ memory: memory.id }}>
            Open
          </Link>
        </p>
        <h2>{titleText(memory.title)}</h2>
        <p className={styles.asideStatement}>
          <Statement text={memory.statement} />
        </p>
        <ActionBar memory={memory} disabled={disabled} onAct={onAct} />
      </header>
      <section aria-label="Why it stands here">
        <h3>Why it stands here</h3>
        <Explanation memory={memory} />
        <p className={styles.quiet}>
          First seen <FullTime time={memory.firstSeen} />, last <FullTime time={memory.lastSeen} />
          {memory.contradicted > 0 && `. ${counted(memory.contradicted, 'session')} speak against it`}
        </p>
      </section>
      {conflicts > 0 && (
        <section aria-label="Conflicts">
          <h3>Says otherwise</h3>
          <Conflicts memory={memory} />
        </section>
      )}
      <section aria-label="Evidence" className={styles.asideEvidence}>
        <h3>
          Evidence <span className={styles.quiet}>{counted(memory.support.events, 'event')}</span>
        </h3>
        <ol>
          {evidence.slice(0, evidenceShown).map((one) => (
            <EvidenceLine key={one.position} evidence={one} />
          ))}
        </ol>
        {why.error && <p className={styles.quiet}>{why.error.message}</p>}
        {evidence.length > evidenceShown && (
          <Link to="/memory/$memory" params={{ memory: memory.id }}>
            All {counted(evidence.length, 'piece')} of evidence
          </Link>
        )}
      </section>
      <section aria-label="Similar">
        <h3>Similar</h3>
        <Similar memory={memory} />
      </section>
    </aside>
  );
}
