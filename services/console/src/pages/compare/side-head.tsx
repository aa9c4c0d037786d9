import { Link } from '@tanstack/react-router';
import type { Side } from '../../api/compare.ts';
import { useSession } from '../../api/sessions.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { FullTime } from '../../parts/moment.tsx';
import { SessionWords } from '../../parts/session-words.tsx';
import { titleOf } from '../../words/session-words.ts';
import styles from './compare.module.css';
import { MomentChoice } from './moment-choice.tsx';

const names = { left: 'Left', right: 'Right' } as const;

/** Which session stands on a side, and at which moment. */
export function SideHead(props: {
  which: 'left' | 'right';
  session: string | undefined;
  at: number | undefined;
  side: Side | undefined;
  onPick: () => void;
  onAt: (at: number | undefined) => void;
}) {
  const { which, session, at, side, onPick, onAt } = props;
  const known = useSession(session ?? '', session !== undefined).data;
  const name = names[which];
  if (session === undefined) {
    return (
      <section className={styles.side} data-which={which} aria-label={name}>
        <button type="button" className={styles.choose} onClick={onPick}>
          Choose a session <kbd>{which === 'left' ? 1 : 2}</kbd>
        </button>
      </section>
    );
  }
  return (
    <section className={styles.side} data-which={which} aria-label={name}>
      <div className={styles.sideHead}>
        <span className={styles.which}>{name}</span>
        {known && <StateBadge state={known.state} />}
        <button type="button" className={styles.button} onClick={onPick}>
          Choose another
        </button>
      </div>
      <Link
        to="/sessions/$session"
        params={{ session }}
        search={(at === undefined ? {} : { at }) as never}
        className={styles.sideTitle}
        data-row
      >
        {known ? titleOf(known) : (side?.title ?? session)}
      </Link>
      {known ? <SessionWords session={known} /> : <span className={styles.quiet}>{session}</span>}
      <div className={styles.sideAt}>
        <MomentChoice name={name} session={session} at={at} onAt={onAt} />
        {side && side.session === session && (
          <span className={styles.quiet}>
            <FullTime time={side.asOf} />
          </span>
        )}
      </div>
    </section>
  );
}
