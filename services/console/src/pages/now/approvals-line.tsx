import { Link } from '@tanstack/react-router';
import { useApprovalsWaiting } from '../../api/approvals.ts';
import { Icon } from '../../parts/icon.tsx';
import { counted } from '../../words/quantity.ts';
import styles from './approvals-line.module.css';

/** Says that questions wait for a person; nothing where none does. */
export function ApprovalsLine() {
  const waiting = useApprovalsWaiting().data;
  if (waiting === undefined || waiting.count === 0) return null;
  const { count, first } = waiting;
  return (
    <p className={styles.line} role="status">
      <Icon name="hand" size={14} />
      <Link to="/work/approvals">
        {counted(count, 'question')} {count === 1 ? 'waits' : 'wait'} for a person
      </Link>
      {first && <span>{first.question}</span>}
    </p>
  );
}
