import { Link } from '@tanstack/react-router';
import {
  type RevocationMade,
  type Revocations as Revoked,
  useRevocations,
  useRevoke,
} from '../../../api/memory-decisions.ts';
import dialog from '../../../parts/dialog.module.css';
import { Icon } from '../../../parts/icon.tsx';
import { FullTime } from '../../../parts/moment.tsx';
import { Part } from '../../../parts/page.tsx';
import styles from './audit.module.css';

/** What is revoked now, with the way back. */
export function Revocations() {
  const { data, error } = useRevocations();
  const revoke = useRevoke();
  const revocations = inForce(data);
  return (
    <Part title="Revoked">
      {error && <p role="alert">{error.message}</p>}
      {data && revocations.length === 0 && <p className={styles.none}>Nothing is revoked.</p>}
      <ul className={styles.findings} aria-label="Revocations">
        {revocations.map(({ position, time, sessions, actors, by, reason }) => (
          <li key={position} className={styles.finding}>
            <span className={styles.sign}>
              <Icon name="barred" size={14} />
            </span>
            <div className={styles.what}>
              <p>
                {actors.map((actor) => (
                  <strong key={actor}>{actor} </strong>
                ))}
                {sessions.map((session) => (
                  <Link key={session} to="/sessions/$session" params={{ session }} className={styles.title}>
                    {session}{' '}
                  </Link>
                ))}
              </p>
              <p className={styles.quiet}>
                “{reason}” {by}, <FullTime time={time} />
              </p>
            </div>
            <button
              type="button"
              className={dialog.button}
              disabled={revoke.isPending}
              onClick={() => revoke.mutate({ sessions, actors, reason, undone: true })}
            >
              <Icon name="undo" size={14} />
              Undo
            </button>
          </li>
        ))}
      </ul>
      {revoke.error && <p role="alert">{revoke.error.message}</p>}
    </Part>
  );
}

/** Of what was ever revoked, that which still is, by the newest who said so. */
function inForce(revoked: Revoked | undefined): RevocationMade[] {
  const left = { sessions: new Set(revoked?.sessions), actors: new Set(revoked?.actors) };
  const take = (names: readonly string[], from: Set<string>) => names.filter((name) => from.delete(name));
  return (revoked?.history ?? [])
    .filter(({ undone }) => !undone)
    .map((one) => ({ ...one, sessions: take(one.sessions, left.sessions), actors: take(one.actors, left.actors) }))
    .filter(({ sessions, actors }) => sessions.length + actors.length > 0);
}
