import { Link } from '@tanstack/react-router';
import type { Evidence } from '../../../api/memory.ts';
import { Ago } from '../../../parts/moment.tsx';
import { counted } from '../../../words/quantity.ts';
import { EvidenceLine } from '../evidence-line.tsx';
import { EvidenceStrip } from './evidence-strip.tsx';
import styles from './memory-page.module.css';
import type { Stop } from './stops.ts';

/** What a memory was made of: along time, and by session, the newest first. */
export function EvidenceBySession({ evidence, stops }: { evidence: readonly Evidence[]; stops: readonly Stop[] }) {
  const newest = evidence.toSorted((a, b) => b.position - a.position);
  const sessions = [...Map.groupBy(newest, ({ session }) => session)];
  return (
    <>
      <EvidenceStrip evidence={evidence} decisions={stops.filter(({ by }) => by === 'decision')} />
      <ol className={styles.sessions} aria-label="Evidence by session">
        {sessions.map(([session, lines]) => {
          const { title, actor, time } = lines[0]!;
          return (
            <li key={session} className={styles.session}>
              <p className={styles.sessionHead}>
                <Link to="/sessions/$session" params={{ session }} className={styles.sessionTitle}>
                  {title ?? session}
                </Link>
                {actor !== null && <span>{actor}</span>}
                <span>{counted(lines.length, 'event')}</span>
                {time !== null && <Ago time={time} />}
                <Link to="/memory/audit" search={{ session }} className={styles.revoke}>
                  Revoke
                  <span className="unseen"> what the session {title ?? session} brought in</span>
                </Link>
              </p>
              <ol>
                {lines.map((one) => (
                  <EvidenceLine key={`${one.position}`} evidence={one} named={false} />
                ))}
              </ol>
            </li>
          );
        })}
      </ol>
    </>
  );
}
