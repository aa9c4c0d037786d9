import { Link } from '@tanstack/react-router';
import type { Pull } from '../../api/costs.ts';
import { PullBadge } from '../../parts/badge.tsx';
import { Ago } from '../../parts/moment.tsx';
import { SessionWords } from '../../parts/session-words.tsx';
import { costText, counted } from '../../words/quantity.ts';
import { titleOf } from '../../words/session-words.ts';
import styles from './costs.module.css';

/** One pull request with the sessions that made it. */
export function PullLine({ pull }: { pull: Pull }) {
  const when = pull.mergedAt ?? pull.closedAt ?? pull.openedAt;
  return (
    <li className={styles.pull}>
      <span>
        <PullBadge state={pull.state} />
      </span>
      <span className={styles.pullTitle}>
        {isWebAddress(pull.url) ? (
          <a href={pull.url} target="_blank" rel="noreferrer noopener" data-row>
            {pull.title}
          </a>
        ) : (
          pull.title
        )}{' '}
        <span className={styles.quiet}>
          {pull.repository.split('/').slice(-2).join('/')}#{pull.number}
        </span>
      </span>
      <span className={styles.pullFacts}>
        {pull.ciOk + pull.ciFailed > 0 && (
          <span>
            CI failed {pull.ciFailed} of {pull.ciOk + pull.ciFailed}
          </span>
        )}
        {pull.reviews > 0 && <span>{counted(pull.reviews, 'review')}</span>}
        {when && <Ago time={when} />}
        <strong>{pull.costUsd === null ? 'cost unknown' : costText(pull.costUsd)}</strong>
      </span>
      <div className={styles.pullSessions}>
        {pull.sessions.length === 0 && 'no session is known to have made it'}
        {pull.sessions.map((session) => (
          <span key={session.session} className={styles.pullSession}>
            <Link to="/sessions/$session" params={{ session: session.session }}>
              {titleOf(session)}
            </Link>
            <SessionWords session={session} />
          </span>
        ))}
      </div>
    </li>
  );
}

/** What a code host calls an address is text of others: only such a one becomes a link. */
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//.test(url);
}
