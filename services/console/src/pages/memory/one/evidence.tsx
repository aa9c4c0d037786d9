import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Evidence } from '../../../api/memory.ts';
import { LinkButton } from '../../../parts/link-button.tsx';
import { Ago } from '../../../parts/moment.tsx';
import { counted } from '../../../words/quantity.ts';
import { EvidenceLine } from '../evidence-line.tsx';
import { EvidenceStrip } from './evidence-strip.tsx';
import styles from './memory-page.module.css';
import type { Stop } from './stops.ts';

const sessionsAtFirst = 6;
const linesAtFirst = 4;
/** One or two more are shown rather than folded away. */
const spare = 2;

/** What a memory was made of: along time, and by session, the newest first. */
export function EvidenceBySession(props: {
  evidence: readonly Evidence[];
  stops: readonly Stop[];
  /** How many events there are; of many only the newest are at hand. */
  of: number;
}) {
  const { evidence, stops, of } = props;
  const [open, setOpen] = useState(false);
  const newest = evidence.toSorted((a, b) => b.position - a.position);
  const sessions = [...Map.groupBy(newest, ({ session }) => session)];
  const folded = !open && sessions.length > sessionsAtFirst + spare;
  return (
    <>
      <EvidenceStrip of={of} evidence={evidence} decisions={stops.filter(({ by }) => by === 'decision')} />
      <ol className={styles.sessions} aria-label="Evidence by session">
        {(folded ? sessions.slice(0, sessionsAtFirst) : sessions).map(([session, lines]) => (
          <SessionOfEvidence key={session} session={session} lines={lines} />
        ))}
      </ol>
      {folded && (
        <p className={styles.moreSessions}>
          <LinkButton onClick={() => setOpen(true)}>Show all {counted(sessions.length, 'session')}</LinkButton>
        </p>
      )}
    </>
  );
}

function SessionOfEvidence({ session, lines }: { session: string; lines: readonly Evidence[] }) {
  const [open, setOpen] = useState(false);
  const { title, actor, time } = lines[0]!;
  const folded = !open && lines.length > linesAtFirst + spare;
  return (
    <li>
      <p className={styles.sessionHead}>
        <Link to="/sessions/$session" params={{ session }} className={styles.sessionTitle} title={title ?? session}>
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
        {(folded ? lines.slice(0, linesAtFirst) : lines).map((one) => (
          <EvidenceLine key={one.position} evidence={one} named={false} />
        ))}
      </ol>
      {folded && (
        <p className={styles.moreLines}>
          <LinkButton onClick={() => setOpen(true)}>{lines.length - linesAtFirst} more</LinkButton>
        </p>
      )}
    </li>
  );
}
