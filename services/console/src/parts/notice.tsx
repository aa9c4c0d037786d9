import type { ReactNode } from 'react';
import { ApiFailure } from '../api/http.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './notice.module.css';

/** What stands where there is nothing else to show: why, and what to do next. */
export function Notice({ icon, title, children }: { icon?: IconName; title: string; children?: ReactNode }) {
  return (
    <div className={styles.notice}>
      {icon && (
        <span className={styles.sign}>
          <Icon name={icon} size={22} />
        </span>
      )}
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A command to type, as it is typed. */
export function Command({ children }: { children: string }) {
  return <code className={styles.command}>{children}</code>;
}

/** An answer that could not be had, with what the bus says about it. */
export function FailureNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const failure = error instanceof ApiFailure ? error : undefined;
  return (
    <div role="alert">
      <Notice icon="cross" title={failure?.message ?? 'Something went wrong on this page'}>
        <p>{failure?.hint ?? (failure ? undefined : String(error))}</p>
        {onRetry && (
          <button type="button" className={styles.button} onClick={onRetry}>
            Try again
          </button>
        )}
      </Notice>
    </div>
  );
}
