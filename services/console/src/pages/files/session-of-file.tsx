import type { Access } from '../../api/files.ts';
import { OutcomeSign } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LineCounts } from '../../parts/line-counts.tsx';
import { Ago, Clock } from '../../parts/moment.tsx';
import { SessionWords } from '../../parts/session-words.tsx';
import { counted } from '../../words/quantity.ts';
import { titleOf } from '../../words/session-words.ts';
import styles from './file-page.module.css';
import { howNames } from './how-names.ts';
import type { MomentOfFile } from './moments.ts';

/** A session that touched the file; opened, its accesses with the commands that ran between them. */
export function SessionOfFile(props: {
  accesses: readonly Access[];
  moments: readonly MomentOfFile[] | undefined;
  at: number | undefined;
  onShow: (session: string, position?: number) => void;
}) {
  const { accesses, moments, at, onShow } = props;
  const last = accesses.at(-1)!;
  const { session } = last;
  const isOpen = moments !== undefined;
  return (
    <div className={styles.session} data-open={isOpen}>
      <button
        type="button"
        className={styles.sessionHead}
        aria-expanded={isOpen}
        onClick={() => onShow(session.session)}
        data-row
      >
        <span className={styles.sign}>
          <Icon name={isOpen ? 'down' : 'right'} size={13} />
        </span>
        <span className={styles.sessionTitle}>{titleOf(session)}</span>
        <span className={styles.quiet}>
          <Ago time={last.at} />
        </span>
        <span className={styles.sessionAbout}>
          <SessionWords session={session} />
          <span className={styles.quiet}>{accessText(accesses)}</span>
        </span>
      </button>
      {moments && (
        <ol className={styles.moments} aria-label="Moments of this session">
          {moments.map((moment) => (
            <li key={`${moment.what.type} ${moment.position}`}>
              <button
                type="button"
                className={styles.moment}
                aria-current={moment.position === at}
                onClick={() => onShow(session.session, moment.position)}
                data-row
              >
                <span className={styles.clock}>
                  <Clock time={moment.at} />
                </span>
                <MomentWords moment={moment} />
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function MomentWords({ moment: { what } }: { moment: MomentOfFile }) {
  if (what.type === 'command') {
    return (
      <>
        <OutcomeSign outcome={what.outcome} />
        <code className={styles.command}>{what.words}</code>
      </>
    );
  }
  const { how, linesAdded, linesRemoved } = what.access;
  return (
    <>
      <span className={styles.sign} data-wrote={how !== 'read'}>
        <Icon name="file" size={14} />
      </span>
      <span className={styles.how} data-wrote={how !== 'read'}>
        {howNames[how]} <LineCounts added={linesAdded} removed={linesRemoved} />
      </span>
    </>
  );
}

function accessText(accesses: readonly Access[]): string {
  const writes = accesses.filter(({ how }) => how !== 'read').length;
  const reads = accesses.length - writes;
  return [
    ...(writes > 0 ? [`written ${counted(writes, 'time')}`] : []),
    ...(reads > 0 ? [`read ${counted(reads, 'time')}`] : []),
  ].join(', ');
}
