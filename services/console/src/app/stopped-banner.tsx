import { Link } from '@tanstack/react-router';
import { useRules } from '../api/rules.ts';
import { Icon } from '../parts/icon.tsx';
import { Ago } from '../parts/moment.tsx';
import styles from './stopped-banner.module.css';

/** Stands over every page while no rule may act. */
export function StoppedBanner() {
  const stopped = useRules().data?.stopped;
  return (
    <div className={styles.place} role="status">
      {stopped && (
        <p className={styles.banner}>
          <Icon name="stopped" size={14} />
          <span>
            <strong>All rules are stopped</strong> by {stopped.by}, <Ago time={stopped.since} />
            {stopped.reason && `: ${stopped.reason}`}
          </span>
          <Link to="/rules">Let them act again</Link>
        </p>
      )}
    </div>
  );
}
