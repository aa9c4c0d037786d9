import { Link } from '@tanstack/react-router';
import { type Doing, othersIn, type PresentOfSession, type SharedFile } from '../../api/now.ts';
import type { Session } from '../../api/shapes.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Lasting } from '../../parts/moment.tsx';
import { Path } from '../../parts/path.tsx';
import { counted } from '../../words/quantity.ts';
import { titleOf } from '../../words/session-words.ts';
import styles from './present.module.css';

const linesMax = 3;

/** What a live session does at this moment, what it waits for, and in which files it is not alone. */
export function Present(props: {
  session: Session;
  sessions: readonly Session[];
  present: PresentOfSession | undefined;
}) {
  const { session, sessions, present } = props;
  const { doing = [], shared = [] } = present ?? {};
  const { waitingFor } = session;
  const asked = doing.find(({ call }) => call === waitingFor?.call);
  const others = doing.filter((one) => one !== asked);
  const thinks = session.state === 'running' && others.length === 0;
  return (
    <ul className={styles.present}>
      {waitingFor && (
        <Line icon="hand" tone="warn" since={waitingFor.since}>
          Asks whether {waitingFor.tool} may run
          {asked?.what && <code>{oneLine(asked.what)}</code>}
        </Line>
      )}
      {thinks && (
        <Line icon="going" tone="busy" since={session.lastEventAt ?? session.startedAt}>
          The model is at work
        </Line>
      )}
      {others.slice(0, linesMax).map((one) => (
        <Line
          key={one.call}
          icon={iconOf(one)}
          tone={one.background || session.state === 'idle' ? 'calm' : 'busy'}
          since={one.since}
        >
          {one.background ? `${one.tool} left running` : one.tool}
          {one.what && <code>{oneLine(one.what)}</code>}
        </Line>
      ))}
      {others.length > linesMax && <li className={styles.more}>and {counted(others.length - linesMax, 'other')}</li>}
      {shared.slice(0, linesMax).map((file) => (
        <Shared key={file.path} file={file} session={session} sessions={sessions} />
      ))}
      {shared.length > linesMax && (
        <li className={styles.more}>and in {counted(shared.length - linesMax, 'other file')} with others</li>
      )}
    </ul>
  );
}

function Line(props: {
  icon: IconName;
  tone: 'warn' | 'busy' | 'calm';
  since: string | null;
  children: React.ReactNode;
}) {
  const { icon, tone, since, children } = props;
  return (
    <li className={styles.line} data-tone={tone}>
      <Icon name={icon} size={14} />
      <span className={styles.words}>{children}</span>
      {since && (
        <span className={styles.since}>
          for <Lasting since={since} />
        </span>
      )}
    </li>
  );
}

function Shared({ file, session, sessions }: { file: SharedFile; session: Session; sessions: readonly Session[] }) {
  const others = othersIn(file, session.session, sessions);
  return (
    <li className={styles.line} data-tone="shared">
      <Icon name="file" size={14} />
      <span className={styles.words}>
        <span className={styles.path}>
          <Path path={file.path} />
        </span>
        <span className={styles.others}>
          is also {others.some(({ wrote }) => wrote) ? 'written' : 'read'} by{' '}
          {others.slice(0, 2).map((other, index) => (
            <span key={other.session}>
              {index > 0 && ', '}
              <Link to="/sessions/$session" params={{ session: other.session }} className={styles.other}>
                {other.known ? titleOf(other.known) : titleOf({ session: other.session, title: null })}
              </Link>
              {other.known?.actor && ` (${other.known.actor})`}
            </span>
          ))}
          {others.length > 2 && ` and ${counted(others.length - 2, 'other')}`}
        </span>
      </span>
    </li>
  );
}

function iconOf({ effects, background }: Doing): IconName {
  if (background) return 'terminal';
  const type = effects[0]?.type ?? '';
  if (type.startsWith('file.')) return 'file';
  if (type.startsWith('agent.')) return 'agent';
  if (type === 'search') return 'search';
  return type === 'process.exec' ? 'terminal' : 'going';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
