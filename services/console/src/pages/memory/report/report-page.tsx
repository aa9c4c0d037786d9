import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFeedbackReport } from '../../../api/memory-reports.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Bones } from '../../../parts/bones.tsx';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page, Part } from '../../../parts/page.tsx';
import { ScopeFields } from '../../../parts/scope-fields.tsx';
import { SinceField } from '../../../parts/since-field.tsx';
import { withValue } from '../../../words/search-text.ts';
import { sinceOf } from '../../../words/since.ts';
import { MemorySections } from '../memory-sections.tsx';
import type { ReportSearch } from '../route.ts';
import { MeasureRow } from './measure-row.tsx';
import { answerOf } from './measures.ts';
import styles from './report.module.css';
import { SurfaceTable } from './surface-table.tsx';

const usual = 'all';

/** Whether telling agents what is known helped them, against sessions that were told nothing. */
export function ReportPage() {
  const search = useSearch({ from: '/memory/report' });
  const navigate = useNavigate({ from: '/memory/report' });
  const report = useFeedbackReport({ project: search.project, since: sinceOf(search.since ?? usual) });
  const page = useRef<HTMLDivElement>(null);
  useTitle('Did it help');
  usePageKeys('Did it help', { page, row: 'line' });
  const change = (next: ReportSearch) => void navigate({ search: next, replace: true });
  const { data } = report;
  return (
    <Page
      page={page}
      title="Memory"
      tools={
        <>
          <ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />
          <SinceField
            since={search.since}
            usual={usual}
            onChange={(value) => change(withValue(search, 'since', value))}
          />
        </>
      }
      sections={<MemorySections />}
    >
      {report.isPending && <Bones label="Comparing sessions" inset={false} />}
      {report.error && <FailureNotice error={report.error} onRetry={() => void report.refetch()} />}
      {data && data.sessions.told + data.sessions.heldOut === 0 && (
        <Notice icon="memory" title="No session was told anything">
          <p>
            Once memories are active, agents are told of them, and one session in ten is held out: it is told nothing,
            for comparison.
          </p>
        </Notice>
      )}
      {data && data.sessions.told + data.sessions.heldOut > 0 && (
        <>
          <p className={styles.answer}>{answerOf(data)}</p>
          <Part
            title="Told against held out"
            about="Medians; one session in ten is told nothing. The line holds the true difference 19 times of 20; where it touches the middle, chance may have made what is seen."
          >
            <ul className={styles.measures}>
              {data.measures.map((measure) => (
                <MeasureRow key={measure.name} measure={measure} enough={data.enough} />
              ))}
            </ul>
          </Part>
          <Part
            title="Where it was told"
            about="Memories that were told, and what can be seen to have come of them in the calls after that."
          >
            <SurfaceTable surfaces={data.surfaces} />
          </Part>
        </>
      )}
    </Page>
  );
}
