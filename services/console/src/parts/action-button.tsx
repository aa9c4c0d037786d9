import type { ReactNode } from 'react';
import styles from './action-button.module.css';
import { Icon, type IconName } from './icon.tsx';

/** Something a person does, with its key where it has one. */
export function ActionButton(props: {
  icon: IconName;
  children: ReactNode;
  shortcut?: string | undefined;
  tone?: 'good' | 'bad' | undefined;
  disabled?: boolean;
  onClick: () => void;
}) {
  const { icon, children, shortcut, tone, disabled = false, onClick } = props;
  return (
    <button type="button" className={styles.action} data-tone={tone} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={14} />
      {children}
      {shortcut && <kbd>{shortcut}</kbd>}
    </button>
  );
}

/** Actions beside each other. */
export function ActionBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.bar} role="toolbar" aria-label={label}>
      {children}
    </div>
  );
}
