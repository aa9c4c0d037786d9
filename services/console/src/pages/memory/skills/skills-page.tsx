import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useSkill, useSkills } from '../../../api/memory-reports.ts';
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
import { stateNames } from './states.ts';

/** Procedures that sessions went through again and again, drafted as skills, and the memory as a block of an AGENTS.md. */
export function SkillsPage() {
  const search = useSearch({ from: '/memory/skills' });
  const navigate = useNavigate({ from: '/memory/skills' });
  const skills = useSkills(search.project);
  const page = useRef<HTMLDivElement>(null);
  useTitle('Skills');
  usePageKeys('Skills', { page, row: 'procedure' });
  const change = (next: SkillsSearch) => void navigate({ search: next, replace: true });
  const all = skills.data?.skills ?? [];
  const chosen = all.find(({ memory }) => memory.id === search.chosen) ?? all[0];
  const skill = useSkill(chosen?.memory.id);
  const isThere = !skills.isPending && (chosen === undefined || !skill.isPending);
  return (
    <Page
      page={page}
      title="Memory"
      tools={<ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />}
      sections={<MemorySections />}
    >
      {skills.isPending && <Bones label="Loading procedures" inset={false} />}
      {skills.error && <FailureNotice error={skills.error} onRetry={() => void skills.refetch()} />}
      {skills.data && all.length === 0 && (
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
            {all.map((skill) => (
              <li key={skill.memory.id}>
                <button
                  type="button"
                  className={styles.procedure}
                  aria-current={skill === chosen ? 'true' : undefined}
                  data-row
                  onClick={() => change({ ...search, chosen: skill.memory.id })}
                >
                  <KindSign kind={skill.memory.kind} />
                  <span className={styles.title}>{skill.name}</span>
                  <span className={styles.about}>
                    <StatusBadge memory={skill.memory} /> {stateNames[skill.state]}, {supportText(skill.memory.support)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {chosen && <SkillView skill={skill} />}
        </div>
      )}
      {/* It stands below what is on its way, and would be pushed down. */}
      {isThere && (
        <Part
          title="AGENTS.md"
          about="What is active for a project, as a block for its AGENTS.md: for agents without hooks, and for people."
        >
          <AgentsMd project={search.project} />
        </Part>
      )}
    </Page>
  );
}
