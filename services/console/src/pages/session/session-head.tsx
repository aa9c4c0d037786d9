import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Session } from '../../api/shapes.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ago } from '../../parts/moment.tsx';
import { costText, durationText, named, numberText, shortNumber } from '../../words/quantity.ts';
import { completenessOf, lastedMs, projectText, titleOf, tokensOf } from '../../words/session-words.ts';
import styles from './session-head.module.css';

/** Which session this is, how it stands, and what it came to so far. */
export function SessionHead({ session }: { session: Session }) {
  const tokens = tokensOf(session);
  const { full, why } = completenessOf(session);
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <Link to="/" className={styles.back} aria-label="All sessions">
          <Icon name="back" />
        </Link>
        <h1 title={titleOf(session)}>{titleOf(session)}</h1>
        <StateBadge state={session.state} />
      </div>
      <p className={styles.about}>
        {session.waitingFor && (
          <span className={styles.asks}>
            asks about {session.waitingFor.tool} since <Ago time={session.waitingFor.since} />
          </span>
        )}
        <span title={session.project ?? undefined}>{projectText(session)}</span>
        {session.branch && <span>{session.branch}</span>}
        {session.harness && <span>{[session.harness, session.harnessVersion].filter(Boolean).join(' ')}</span>}
        {session.model && <span className={styles.minor}>{session.model}</span>}
        {session.actor && <span className={styles.minor}>{session.actor}</span>}
        <span>
          last event <Ago time={session.lastEventAt ?? session.startedAt} />
        </span>
        {!full && <span className={styles.asks}>{why}</span>}
      </p>
      <dl className={styles.facts}>
        <Fact name={named(session.turns, 'turn')}>{numberText(session.turns)}</Fact>
        <Fact name={named(session.calls, 'call')}>{numberText(session.calls)}</Fact>
        {session.failures > 0 && (
          <Fact name="failed" bad>
            {numberText(session.failures)}
          </Fact>
        )}
        <Fact name={named(session.filesWritten, 'file written', 'files written')}>
          {numberText(session.filesWritten)}
        </Fact>
        {tokens !== null && <Fact name="tokens">{shortNumber(tokens)}</Fact>}
        {session.costUsd !== null && <Fact name="cost">{costText(session.costUsd)}</Fact>}
        <Fact name="time">{durationText(lastedMs(session))}</Fact>
      </dl>
    </header>
  );
}

function Fact({ name, bad = false, children }: { name: string; bad?: boolean; children: ReactNode }) {
  return (
    <div className={styles.fact} data-bad={bad}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
