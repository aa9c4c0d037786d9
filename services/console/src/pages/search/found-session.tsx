import { Link } from '@tanstack/react-router';
import type { Found, Hit } from '../../api/search.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Ago, DayAndClock } from '../../parts/moment.tsx';
import { SessionWords } from '../../parts/session-words.tsx';
import { costText } from '../../words/quantity.ts';
import { titleOf } from '../../words/session-words.ts';
import styles from './found-session.module.css';

/** A session with the places in it that fit; each leads to its event. */
export function FoundSession({ found: { session, hits } }: { found: Found }) {
  return (
    <li className={styles.found}>
      <div className={styles.head}>
        <Link to="/sessions/$session" params={{ session: session.session }} className={styles.title} data-row>
          {titleOf(session)}
        </Link>
        <span className={styles.facts}>
          {session.costUsd !== null && <span>{costText(session.costUsd)}</span>}
          <Ago time={session.lastEventAt ?? session.startedAt} />
          <StateBadge state={session.state} />
        </span>
        <SessionWords session={session} />
      </div>
      {hits.length > 0 && (
        <ul className={styles.hits}>
          {hits.map((hit) => (
            <HitLine key={`${hit.position} ${hit.field}`} hit={hit} session={session.session} />
          ))}
        </ul>
      )}
    </li>
  );
}

function HitLine({ hit, session }: { hit: Hit; session: string }) {
  return (
    <li>
      <Link
        to="/sessions/$session"
        params={{ session }}
        search={{ at: hit.position, ...(hit.entry && { entry: hit.entry.id }) } as never}
        className={styles.hit}
        data-row
      >
        <Icon name={icons[hit.entry?.type ?? ''] ?? 'dots'} size={14} />
        <span className={styles.snippet}>
          {hit.snippet.map(({ text, mark }, index) => {
            const key = `${index} ${text}`;
            return mark ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
          })}
        </span>
        <span className={styles.at}>{hit.at !== null && <DayAndClock time={hit.at} />}</span>
      </Link>
    </li>
  );
}

const icons: Readonly<Record<string, IconName>> = {
  turn: 'prompt',
  message: 'message',
  call: 'terminal',
  file: 'file',
  agent: 'agent',
  plan: 'plan',
};
