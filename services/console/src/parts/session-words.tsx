import type { SessionBrief } from '../api/shapes-of-lists.ts';
import { projectText } from '../words/session-words.ts';
import styles from './session-words.module.css';

/** Where a session was, with which harness and model, and whose it is: one quiet line. */
export function SessionWords({ session }: { session: SessionBrief }) {
  return (
    <span className={styles.words}>
      <span title={session.project ?? undefined}>{projectText(session)}</span>
      {session.harness && <span>{session.harness}</span>}
      {session.model && <span>{session.model}</span>}
      {session.actor && <span>{session.actor}</span>}
    </span>
  );
}
