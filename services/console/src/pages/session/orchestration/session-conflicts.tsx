import { useConflicts } from '../../../api/claims.ts';
import { Badge } from '../../../parts/badge.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { conflictWords } from '../../claims/conflict-words.ts';
import { Section } from '../section.tsx';
import styles from './orchestration.module.css';

/** Where another was in the way of the session, with the other's moment. */
export function SessionConflicts({ session }: { session: string }) {
  const { data: conflicts = [] } = useConflicts({ session });
  if (conflicts.length === 0) return null;
  return (
    <Section title="Conflicts">
      <ul className={styles.list} aria-label="Conflicts">
        {conflicts.map((conflict) => {
          const other = conflict.sides.find((side) => side.session !== session);
          return (
            <li key={conflict.id}>
              <p className={styles.head}>
                <code>{conflict.path}</code>
                <Badge
                  {...(conflict.open
                    ? { tone: 'warn', icon: 'warning', label: 'Open' }
                    : { tone: 'calm', icon: 'check', label: 'Over' })}
                />
              </p>
              <p>{conflictWords(conflict)}</p>
              {other && (
                <p className={styles.quiet}>
                  With {other.actor ?? other.holder ?? 'another session'}
                  {other.intent && `: ${other.intent}`}
                  {other.session && (
                    <>
                      {'. '}
                      <MomentLink session={other.session} position={other.position} className={styles.inText}>
                        The moment it wrote
                      </MomentLink>
                    </>
                  )}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
