import { Link } from '@tanstack/react-router';
import type { Evidence } from '../../api/memory.ts';
import { Icon } from '../../parts/icon.tsx';
import { DayAndClock } from '../../parts/moment.tsx';
import styles from './evidence-line.module.css';
import { Statement } from './statement.tsx';

const roles = {
  origin: { icon: 'now', label: 'Where it began' },
  support: { icon: 'check', label: 'For it' },
  curation: { icon: 'edit', label: 'Decided' },
  contradict: { icon: 'cross', label: 'Against it' },
} as const;

/** One event that speaks for or against a memory, as a link to that moment of its session. */
export function EvidenceLine({ evidence, named = true }: { evidence: Evidence; named?: boolean }) {
  const { position, session, title, actor, time, role, summary, revoked } = evidence;
  const { icon, label } = roles[role] ?? roles.support;
  return (
    <li>
      <Link to="/sessions/$session" params={{ session }} search={{ at: position }} className={styles.line} data-row>
        <span className={styles.sign} data-role={role} title={label}>
          <Icon name={icon} size={13} />
          <span className="unseen">{label}</span>
        </span>
        <span className={styles.summary}>
          <Statement text={summary} />
        </span>
        <span className={styles.when}>
          {revoked && <strong className={styles.revoked}>revoked </strong>}
          {time !== null && <DayAndClock time={time} />}
        </span>
        {named && (
          <span className={styles.of}>
            {title ?? session}
            {actor !== null && `, ${actor}`}
          </span>
        )}
      </Link>
    </li>
  );
}
