import { Link } from '@tanstack/react-router';
import type { PresentOfSession } from '../../api/now.ts';
import type { Session } from '../../api/shapes.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Ago } from '../../parts/moment.tsx';
import { Unknown } from '../../parts/unknown.tsx';
import { costText, counted, durationText, named, numberText, shortNumber } from '../../words/quantity.ts';
import { completenessOf, lastedMs, projectText, titleOf, tokensOf } from '../../words/session-words.ts';
import { Present } from './present.tsx';
import styles from './session-table.module.css';

/** Sessions as rows; on a narrow screen as cards. `more` says that there are others, not read yet. */
export function SessionTable(props: {
  title: string;
  sessions: readonly Session[];
  more: boolean;
  present?: ReadonlyMap<string, PresentOfSession> | undefined;
}) {
  const { title, sessions, more, present } = props;
  return (
    <section className={styles.group}>
      <h2>
        {title}{' '}
        <span className={styles.count}>
          {numberText(sessions.length)}
          {more && '+'}
        </span>
      </h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Session</th>
            <th scope="col">Last event</th>
            <th scope="col">Turns</th>
            <th scope="col">Calls</th>
            <th scope="col">Files</th>
            <th scope="col">Tokens</th>
            <th scope="col">Cost</th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionRow
              key={session.session}
              session={session}
              sessions={sessions}
              present={present?.get(session.session)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SessionRow(props: { session: Session; sessions: readonly Session[]; present: PresentOfSession | undefined }) {
  const { session, sessions, present } = props;
  const tokens = tokensOf(session);
  const isOver = session.state === 'ended' || session.state === 'lost';
  const { full, label, why } = completenessOf(session);
  return (
    <tr className={styles.row}>
      <td className={styles.state}>
        <StateBadge state={session.state} />
      </td>
      <td className={styles.what}>
        <Link to="/sessions/$session" params={{ session: session.session }} className={styles.link} data-row>
          {titleOf(session)}
        </Link>
        <div className={styles.about}>
          <span title={session.project ?? undefined}>{projectText(session)}</span>
          {session.harness && <span>{session.harness}</span>}
          {session.model && <span>{session.model}</span>}
          {session.actor && <span className={styles.actor}>{session.actor}</span>}
        </div>
        {!isOver && <Present session={session} sessions={sessions} present={present} />}
      </td>
      <td className={styles.when}>
        <Ago time={session.lastEventAt ?? session.startedAt} />
        <div className={styles.started}>
          {isOver ? `took ${durationText(lastedMs(session))}` : <Began session={session} />}
        </div>
      </td>
      <td className={styles.number}>
        <span data-label={named(session.turns, 'turn')}>{numberText(session.turns)}</span>
      </td>
      <td className={styles.number}>
        <span data-label={named(session.calls, 'call')}>{numberText(session.calls)}</span>
        {session.failures > 0 && (
          <div
            className={styles.failures}
            title={counted(session.failures, 'call failed or denied', 'calls failed or denied')}
          >
            {numberText(session.failures)} failed
          </div>
        )}
      </td>
      <td className={styles.number} title={`${session.filesWritten} written, ${session.filesRead} read`}>
        <span data-label={named(session.filesWritten, 'file')}>{numberText(session.filesWritten)}</span>
      </td>
      <td className={styles.number}>
        {tokens === null ? <Unknown /> : <span data-label="tokens">{shortNumber(tokens)}</span>}
      </td>
      <td className={styles.number}>
        {session.costUsd === null ? <Unknown /> : <span data-label="">{costText(session.costUsd)}</span>}
      </td>
      <td className={styles.seen} data-full={full} title={why}>
        {label}
      </td>
    </tr>
  );
}

function Began({ session }: { session: Session }) {
  return (
    <>
      began <Ago time={session.startedAt} />
    </>
  );
}
