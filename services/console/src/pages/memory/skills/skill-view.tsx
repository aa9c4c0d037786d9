import { Link } from '@tanstack/react-router';
import type { useSkill } from '../../../api/memory-reports.ts';
import { Bones } from '../../../parts/bones.tsx';
import { Ago } from '../../../parts/moment.tsx';
import { Command, FailureNotice } from '../../../parts/notice.tsx';
import { FileText } from './file-text.tsx';
import styles from './skills.module.css';
import { stateText } from './states.ts';

/** The draft of one skill, how it did where it was tried, and how a person publishes it. */
export function SkillView({ skill }: { skill: ReturnType<typeof useSkill> }) {
  if (skill.error) return <FailureNotice error={skill.error} onRetry={() => void skill.refetch()} />;
  if (!skill.data) return <Bones label="Loading the draft" inset={false} />;
  const { name, markdown, path, published } = skill.data;
  return (
    <section className={styles.skill} aria-label={`The skill ${name}`}>
      <header className={styles.skillHead}>
        <h2>{name}</h2>
        <span className={styles.quiet}>{stateText(skill.data)}</span>
        <Link to="/memory/$memory" params={{ memory: skill.data.memory.id }}>
          Its evidence
        </Link>
      </header>
      <FileText text={markdown} name="SKILL.md" path={path} />
      <div className={styles.publish}>
        <h3>To publish it</h3>
        <p className={styles.quiet}>
          Nothing is written from here. In a clone of the project this puts it where agents find it, as a file or on a
          branch of its own:
        </p>
        <Command>{`hookline memory skills publish ${skill.data.memory.shortId}`}</Command>
      </div>
      {published.length > 0 && (
        <ul className={styles.published} aria-label="Published">
          {published.map((one) => (
            <li key={one.position}>
              {one.by} put it to <code>{one.path}</code>
              {one.branch !== undefined && (
                <>
                  {' '}
                  on the branch <code>{one.branch}</code>
                </>
              )}{' '}
              <span className={styles.quiet}>
                <Ago time={one.time} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
