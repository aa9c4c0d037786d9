import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { ApiFailure } from '../../api/http.ts';
import { useSession } from '../../api/sessions.ts';
import { useTimeline } from '../../api/timeline.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useTitle } from '../../app/title.ts';
import { Bones } from '../../parts/bones.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { titleOf } from '../../words/session-words.ts';
import { About } from './about.tsx';
import { Agents } from './agents.tsx';
import { Files } from './files.tsx';
import { linesOf } from './lines.ts';
import { MissingSession } from './missing-session.tsx';
import { Overview } from './overview.tsx';
import type { SessionSearch } from './route.ts';
import { SessionHead } from './session-head.tsx';
import styles from './session-page.module.css';
import { Tabs } from './tabs.tsx';
import { TimelineView } from './timeline-view.tsx';
import { Usage } from './usage.tsx';
import { tabLabels, tabNames } from './views.ts';

/** One session, under tabs; the URL says which, and what is selected. */
export function SessionPage() {
  const { session: id } = useParams({ from: '/sessions/$session' });
  const search = useSearch({ from: '/sessions/$session' });
  const navigate = useNavigate({ from: '/sessions/$session' });
  const session = useSession(id);
  const timeline = useTimeline(id, session.data?.lastPosition);
  const lines = useMemo(() => linesOf(timeline.data?.pages.flatMap(({ entries }) => entries) ?? []), [timeline.data]);
  const { tab = 'timeline' } = search;
  useTitle(session.data ? titleOf(session.data) : 'Session');

  const change = useCallback(
    (next: Partial<Record<keyof SessionSearch, string | undefined>>, options: { replace?: boolean } = {}) =>
      void navigate({ search: (before) => withoutEmpty({ ...before, ...next }), replace: options.replace ?? false }),
    [navigate],
  );
  useShortcuts('Session', [
    ...tabNames.map((name, index) => ({
      keys: [String(index + 1)],
      label: tabLabels[name],
      run: () => {
        change({ tab: index === 0 ? undefined : name });
        return true;
      },
    })),
  ]);

  if (isMissing(session.error)) return <MissingSession id={id} />;
  if (session.error && !session.data) {
    return <FailureNotice error={session.error} onRetry={() => void session.refetch()} />;
  }
  if (!session.data) return <Bones label="Loading the session" />;
  const loading = timeline.data === undefined;
  const failure = loading && timeline.error !== null && (
    <FailureNotice error={timeline.error} onRetry={() => void timeline.refetch()} />
  );
  return (
    <div className={styles.page}>
      <SessionHead session={session.data} />
      <Tabs
        chosen={tab}
        counts={{
          files: lines.files.length > 0 ? new Set(lines.files.map(({ path }) => path)).size : 0,
          agents: lines.agents.size,
        }}
        onChoose={(name) => change({ tab: name === 'timeline' ? undefined : name })}
      />
      <div className={styles.panel} role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'timeline' && (
          <TimelineView
            session={session.data}
            lines={lines}
            loading={loading}
            complete={timeline.data?.complete ?? false}
            failure={failure}
            search={search}
            onChange={change}
          />
        )}
        {tab === 'files' &&
          (loading ? (
            failure || <Bones label="Loading the files" />
          ) : (
            <Files
              lines={lines}
              root={session.data.projectRoot ?? session.data.cwd}
              chosen={search.file}
              onChange={change}
            />
          ))}
        {tab === 'agents' &&
          (loading ? failure || <Bones label="Loading the agents" /> : <Agents lines={lines} onChange={change} />)}
        {tab === 'usage' && <Usage session={session.data} />}
        {tab === 'about' && (
          <About
            session={session.data}
            overview={
              <Overview lines={lines} onChange={(next, options) => change({ tab: undefined, ...next }, options)} />
            }
          />
        )}
      </div>
    </div>
  );
}

function isMissing(error: Error | null): boolean {
  return error instanceof ApiFailure && error.status === 404;
}

/** How parts of the page change the URL; `undefined` takes a value out of it. */
export type ChangeSearch = (
  next: Partial<Record<keyof SessionSearch, string | undefined>>,
  options?: { replace?: boolean },
) => void;

function withoutEmpty(search: Readonly<Record<string, unknown>>): SessionSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}
