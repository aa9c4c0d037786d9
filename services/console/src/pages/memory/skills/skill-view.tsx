import { Link } from '@tanstack/react-router';
import type { Memory } from '../../../api/memory.ts';
import { type Skill, useSkill } from '../../../api/memory-reports.ts';
import { Bones } from '../../../parts/bones.tsx';
import { Ago } from '../../../parts/moment.tsx';
import { Command, FailureNotice } from '../../../parts/notice.tsx';
import { counted } from '../../../words/quantity.ts';
import { FileText } from './file-text.tsx';
import styles from './skills.module.css';

const states = { draft: 'A draft', trial: 'On trial', published: 'Published' } as const;

/** The draft of one skill, how it did where it was tried, and how a person publishes it. */
export function SkillView({ memory }: { memory: Memory }) {
  const skill = useSkill(memory.id);
  if (skill.error) return <FailureNotice error={skill.error} onRetry={() => void skill.refetch()} />;
  if (!skill.data) return <Bones label="Loading the draft" inset={false} />;
  const { name, markdown, path, published } = skill.data;
  return (
    <section className={styles.skill} aria-label={`The skill ${name}`}>
      <header className={styles.skillHead}>
        <h2>{name}</h2>
        <span className={styles.quiet}>{stateText(skill.data)}</span>
        <Link to="/memory/$memory" params={{ memory: memory.id }}>
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
        <Command>{`hookline memory skills publish ${memory.id.slice(0, 12)}`}</Command>
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

function stateText({ state, trials: { runs, ok } }: Skill): string {
  const tried = runs === 0 ? 'not tried yet' : `tried ${counted(runs, 'time')}, ${ok} went well`;
  return `${states[state]}, ${tried}`;
}
