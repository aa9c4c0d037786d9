import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { ApiFailure } from '../../api/http.ts';
import { useCosts, useOutline } from '../../api/outline.ts';
import { withCosts } from '../../api/outline-columns.ts';
import { useSession } from '../../api/sessions.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useTitle } from '../../app/title.ts';
import { Bones } from '../../parts/bones.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { titleOf } from '../../words/session-words.ts';
import { Actions } from './actions/actions.tsx';
import { courseOf } from './course/course.ts';
import { linesOf } from './lines.ts';
import { MissingSession } from './missing-session.tsx';
import { Panel } from './panel.tsx';
import type { SessionSearch } from './route.ts';
import { Scrubber } from './scrubber/scrubber.tsx';
import { useCursor } from './scrubber/use-cursor.ts';
import { SessionHead } from './session-head.tsx';
import styles from './session-page.module.css';
import { Tabs } from './tabs.tsx';
import { tabLabels, tabNames } from './views.ts';

/** One session at any moment of it. The URL says which moment, which tab, and what is selected. */
export function SessionPage() {
  const { session: id } = useParams({ from: '/sessions/$session' });
  // What belongs to one session (its cursor, what it follows) begins anew with another.
  return <OneSession key={id} id={id} />;
}

function OneSession({ id }: { id: string }) {
  const search = useSearch({ from: '/sessions/$session' });
  const navigate = useNavigate({ from: '/sessions/$session' });
  const session = useSession(id);
  const outline = useOutline(id, session.data?.lastPosition);
  const costs = useCosts(id, outline.data).data;
  const course = useMemo(() => outline.data && courseOf(withCosts(outline.data, costs)), [outline.data, costs]);
  const lines = useMemo(() => linesOf({ entries: course?.entries ?? [] }), [course]);
  const { tab = 'timeline' } = search;
  useTitle(session.data ? titleOf(session.data) : 'Session');

  const change = useCallback<ChangeSearch>(
    (next, options = {}) =>
      void navigate({ search: (before) => withoutEmpty({ ...before, ...next }), replace: options.replace ?? false }),
    [navigate],
  );
  const cursor = useCursor(
    course,
    search.at,
    useCallback((at) => change({ at }, { replace: true }), [change]),
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
  if (outline.error && course === undefined) {
    return <FailureNotice error={outline.error} onRetry={() => void outline.refetch()} />;
  }
  if (!session.data || course === undefined) return <Bones label="Loading the session" />;
  const live = session.data.state === 'running' || session.data.state === 'waiting';
  return (
    <div className={styles.page}>
      <SessionHead session={session.data} course={course} cursor={cursor} />
      <div className={styles.time}>
        <Scrubber course={course} cursor={cursor} live={live} />
      </div>
      <div className={styles.tabs}>
        <Tabs
          chosen={tab}
          counts={{ files: new Set(lines.files.map(({ path }) => path)).size, agents: lines.agents.size }}
          onChoose={(name) => change({ tab: name === 'timeline' ? undefined : name })}
        />
        <Actions course={course} cursor={cursor} />
      </div>
      <div className={styles.panel} role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`}>
        <Panel
          tab={tab}
          session={session.data}
          course={course}
          lines={lines}
          cursor={cursor}
          live={live}
          over={session.data.state === 'ended' || session.data.state === 'lost'}
          search={search}
          onChange={change}
        />
      </div>
    </div>
  );
}

function isMissing(error: Error | null): boolean {
  return error instanceof ApiFailure && error.status === 404;
}

/** How parts of the page change the URL; `undefined` takes a value out of it. */
export type ChangeSearch = (
  next: { readonly [Name in keyof SessionSearch]?: (Name extends 'at' ? number : string) | undefined },
  options?: { replace?: boolean },
) => void;

function withoutEmpty(search: Readonly<Record<string, unknown>>): SessionSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}
