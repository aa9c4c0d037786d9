import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useMemories } from '../../../api/memory.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Bones } from '../../../parts/bones.tsx';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page, Part } from '../../../parts/page.tsx';
import { ScopeFields } from '../../../parts/scope-fields.tsx';
import { supportText } from '../../../words/memory-words.ts';
import { KindSign } from '../kind-sign.tsx';
import { MemorySections } from '../memory-sections.tsx';
import type { SkillsSearch } from '../route.ts';
import { StatusBadge } from '../status-badge.tsx';
import { AgentsMd } from './agents-md.tsx';
import { SkillView } from './skill-view.tsx';
import styles from './skills.module.css';

/** Procedures that sessions went through again and again, drafted as skills, and the memory as a block of an AGENTS.md. */
export function SkillsPage() {
  const search = useSearch({ from: '/memory/skills' });
  const navigate = useNavigate({ from: '/memory/skills' });
  const procedures = useMemories({ project: search.project, kind: 'procedure' });
  const page = useRef<HTMLDivElement>(null);
  useTitle('Skills');
  usePageKeys('Skills', { page, row: 'procedure' });
  const change = (next: SkillsSearch) => void navigate({ search: next, replace: true });
  const all = (procedures.data?.pages.flatMap((one) => one.memories) ?? []).filter(
    ({ status }) => status !== 'retired',
  );
  const chosen = all.find(({ id }) => id === search.chosen) ?? all[0];
  return (
    <Page
      page={page}
      title="Memory"
      tools={<ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />}
      sections={<MemorySections />}
    >
      {procedures.isPending && <Bones label="Loading procedures" inset={false} />}
      {procedures.error && <FailureNotice error={procedures.error} onRetry={() => void procedures.refetch()} />}
      {procedures.data && all.length === 0 && (
        <Notice icon="steps" title="No procedure was seen yet">
          <p>
            Steps that ended well in at least three sessions of two people or more become the draft of a skill. A person
            publishes it.
          </p>
        </Notice>
      )}
      {all.length > 0 && (
        <div className={styles.columns}>
          <ul className={styles.list} aria-label="Procedures">
            {all.map((memory) => (
              <li key={memory.id}>
                <button
                  type="button"
                  className={styles.procedure}
                  aria-current={memory === chosen ? 'true' : undefined}
                  data-row
                  onClick={() => change({ ...search, chosen: memory.id })}
                >
                  <KindSign kind={memory.kind} />
                  <span className={styles.title}>{memory.title}</span>
                  <span className={styles.about}>
                    <StatusBadge memory={memory} /> {supportText(memory.support)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {chosen && <SkillView key={chosen.id} memory={chosen} />}
        </div>
      )}
      <Part
        title="AGENTS.md"
        about="What is active for a project, as a block for its AGENTS.md: for agents without hooks, and for people."
      >
        <AgentsMd project={search.project} />
      </Part>
    </Page>
  );
}
