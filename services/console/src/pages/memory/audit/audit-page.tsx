import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useJunkReport } from '../../../api/memory-reports.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Page } from '../../../parts/page.tsx';
import { Said } from '../../../parts/said.tsx';
import { ScopeFields } from '../../../parts/scope-fields.tsx';
import { useDeciding } from '../decide/use-deciding.ts';
import { MemorySections } from '../memory-sections.tsx';
import type { AuditSearch } from '../route.ts';
import { Junk } from './junk.tsx';
import { Revoke } from './revoke.tsx';

/** What should not be in the memory, and how everything that a session or a person brought in is taken out of it. */
export function AuditPage() {
  const search = useSearch({ from: '/memory/audit' });
  const navigate = useNavigate({ from: '/memory/audit' });
  const page = useRef<HTMLDivElement>(null);
  const deciding = useDeciding();
  const report = useJunkReport(search.project);
  useTitle('Audit of the memory');
  usePageKeys('Audit', { page, row: 'finding' });
  const change = (next: AuditSearch) => void navigate({ search: next, replace: true });
  return (
    <Page
      page={page}
      title="Memory"
      tools={<ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />}
      sections={<MemorySections />}
    >
      <Junk report={report} deciding={deciding} />
      {/* Nothing stands below what is on its way: so nothing is pushed down when it comes. */}
      {!report.isPending && <Revoke search={search} onChange={change} />}
      <Said said={deciding.said} forget={deciding.forget} />
    </Page>
  );
}
