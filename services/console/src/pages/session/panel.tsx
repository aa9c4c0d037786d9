import type { ReactNode } from 'react';
import { About } from './about.tsx';
import { Agents } from './agents.tsx';
import { Files } from './files/files.tsx';
import { Overview } from './overview.tsx';
import { PlanView } from './plan-view.tsx';
import type { Cursor } from './scrubber/cursor.ts';
import { useSettled } from './scrubber/use-cursor.ts';
import { type TabProps, TimelineView } from './timeline-view.tsx';
import { Usage } from './usage.tsx';
import type { Tab } from './views.ts';

/** What is under the chosen tab, as of the cursor. */
export function Panel(props: TabProps & { tab: Tab }): ReactNode {
  const { tab, session, course, lines, cursor, over, search, onChange } = props;
  switch (tab) {
    case 'timeline':
      return <TimelineView {...props} />;
    case 'files':
      return (
        <AsOfCursor cursor={cursor}>
          {(moment) => (
            <Files
              session={session}
              course={course}
              lines={lines}
              moment={moment}
              search={search}
              onChange={onChange}
            />
          )}
        </AsOfCursor>
      );
    case 'plan':
      return (
        <AsOfCursor cursor={cursor}>
          {(moment) => <PlanView course={course} moment={moment ?? course.length - 1} onChange={onChange} />}
        </AsOfCursor>
      );
    case 'agents':
      return (
        <AsOfCursor cursor={cursor}>
          {(moment) => <Agents course={course} lines={lines} moment={moment} over={over} onChange={onChange} />}
        </AsOfCursor>
      );
    case 'usage':
      return (
        <AsOfCursor cursor={cursor}>
          {(moment) => <Usage session={session} course={course} moment={moment} />}
        </AsOfCursor>
      );
    case 'about':
      return (
        <AsOfCursor cursor={cursor}>
          {(moment) => (
            <About
              session={session}
              overview={
                <Overview
                  course={course}
                  moment={moment}
                  over={over}
                  onChange={(next, options) => onChange({ tab: undefined, ...next }, options)}
                />
              }
            />
          )}
        </AsOfCursor>
      );
  }
}

function AsOfCursor({ cursor, children }: { cursor: Cursor; children: (moment: number | undefined) => ReactNode }) {
  return children(useSettled(cursor));
}
