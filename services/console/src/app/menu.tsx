import { Link } from '@tanstack/react-router';
import { useCompleteness, useStatus } from '../api/status.ts';
import { Icon } from '../parts/icon.tsx';
import { places } from './places.ts';
import styles from './shell.module.css';

/** The way to every page: beside the name, or along the foot of a narrow screen. */
export function Menu() {
  return places.map(({ to, label, icon }) => (
    <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className={styles.page}>
      <span className={styles.pageIcon}>
        <Icon name={icon} size={20} />
      </span>
      {label}
      {to === '/status' && <Trouble />}
    </Link>
  ));
}

/** A sign where something is wrong or got worse. */
function Trouble() {
  const status = useStatus();
  const completeness = useCompleteness();
  const warnings = completeness.data?.warnings.length ?? 0;
  const trouble = status.data?.ok === false ? 'something is not well' : warnings > 0 ? 'there are warnings' : undefined;
  return (
    trouble && (
      <span className={styles.trouble} data-bad={status.data?.ok === false} title={trouble}>
        <Icon name="hand" size={14} />
        <span className="unseen">: {trouble}</span>
      </span>
    )
  );
}
