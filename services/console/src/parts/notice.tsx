import type { ReactNode } from 'react';
import { ApiFailure } from '../api/http.ts';
import { CopyButton } from './copy-button.tsx';
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

/** What one can do about it. */
export function NoticeButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" className={styles.button} onClick={onClick}>
      {children}
    </button>
  );
}

/** A command to type, as it is typed. */
export function Command({ children }: { children: string }) {
  return (
    <div className={styles.command}>
      <code>{children}</code>
      <CopyButton text={children} what="command" />
    </div>
  );
}

/** An answer that could not be had, with what the bus says about it. */
export function FailureNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const failure = error instanceof ApiFailure ? error : undefined;
  return (
    <div role="alert">
      <Notice icon="cross" title={sentence(failure?.message ?? 'something went wrong on this page')}>
        <p>{failure?.hint ?? (failure ? undefined : String(error))}</p>
        {onRetry && <NoticeButton onClick={onRetry}>Try again</NoticeButton>}
      </Notice>
    </div>
  );
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
