import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFileHistory } from '../../api/files.ts';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { Bones } from '../../parts/bones.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { Path } from '../../parts/path.tsx';
import { partsOfPath } from '../../words/path.ts';
import { counted } from '../../words/quantity.ts';
import { projectText } from '../../words/session-words.ts';
import { AtMoment } from './at-moment.tsx';
import styles from './file-page.module.css';
import { momentsOf, sessionsOf } from './moments.ts';
import { SessionOfFile } from './session-of-file.tsx';
import { useCommands } from './use-commands.ts';

/** One path through all sessions: who read and wrote it, what they changed, and what it held at any moment. */
export function FilePage() {
  const search = useSearch({ from: '/files/history' });
  const { project, path } = search;
  const navigate = useNavigate({ from: '/files/history' });
  const history = useFileHistory({ project, path });
  const accesses = history.data?.pages.flatMap((one) => one.accesses) ?? [];
  const sessions = sessionsOf(accesses);
  const open = sessions.find((of) => of[0]!.session.session === search.session) ?? sessions[0];
  const outline = useCommands(open?.[0]?.session.session);
  const moments = momentsOf(open ?? [], outline);
  const lastAccess = open?.at(-1);
  const at = search.at ?? lastAccess?.position;
  const moment = moments.find(({ position }) => position === at);
  const page = useRef<HTMLDivElement>(null);
  useTitle(`${partsOfPath(path).name} · Files`);

  const show = (session: string, position?: number) =>
    void navigate({
      search: { project, path, session, ...(position !== undefined && { at: position }) },
      replace: true,
    });
  const step = (by: number) => () => {
    const next = moments[moments.findIndex(({ position }) => position === at) + by];
    if (next && open) show(open[0]!.session.session, next.position);
    return true;
  };
  usePageKeys('File', {
    page,
    row: 'moment',
    more: [
      { keys: ['ArrowRight', 'l'], label: 'Next moment of the session', run: step(1) },
      { keys: ['ArrowLeft', 'h'], label: 'Moment before', run: step(-1) },
    ],
  });

  return (
    <div className={styles.page} ref={page}>
      <header className={styles.head}>
        <Link to="/files" search={{ project }} className={styles.back}>
          {projectText({ project, projectName: open?.[0]?.session.projectName ?? null })}
        </Link>
        <h1 className={styles.title}>
          <Path path={path} />
        </h1>
        <p className={styles.sum} role="status">
          {history.data &&
            `${counted(accesses.length, 'access', 'accesses')}${history.hasNextPage ? ' and more' : ''} by ${counted(sessions.length, 'session')}`}
        </p>
      </header>
      {history.isPending && <Bones label="Loading the history" />}
      {history.error && <FailureNotice error={history.error} onRetry={() => void history.refetch()} />}
      {history.data && accesses.length === 0 && (
        <Notice icon="file" title="No session touched this file">
          <p>
            <Link to="/files">All files</Link>
          </p>
        </Notice>
      )}
      {open && (
        <div className={styles.columns}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
          <section className={styles.sessions} aria-label="Sessions that touched it" tabIndex={0}>
            {sessions.map((of) => (
              <SessionOfFile
                key={of[0]!.session.session}
                accesses={of}
                moments={of === open ? moments : undefined}
                at={at}
                onShow={show}
              />
            ))}
            {history.hasNextPage && <MoreButton query={history}>Show older accesses</MoreButton>}
          </section>
          <AtMoment
            session={open[0]!.session}
            path={open.findLast(({ position }) => position <= (at ?? 0))?.path ?? open[0]!.path}
            at={at}
            stateAt={moment?.stateAt ?? (outline && at)}
            moment={moment}
          />
        </div>
      )}
    </div>
  );
}
