import { type GuardDecision, useGuardDecisions } from '../../../api/steering.ts';
import { Badge } from '../../../parts/badge.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { Section } from '../section.tsx';
import styles from './orchestration.module.css';

const decisions = {
  allow: { tone: 'good', icon: 'check', label: 'Allowed' },
  deny: { tone: 'bad', icon: 'barred', label: 'Denied' },
  ask: { tone: 'warn', icon: 'hand', label: 'Asks a person' },
  none: { tone: 'calm', icon: 'question', label: 'Not decided in time' },
} as const;

/** What policies said of calls before they ran. */
export function GuardDecisions({ session }: { session: string }) {
  const { data: decided = [] } = useGuardDecisions(session);
  if (decided.length === 0) return null;
  return (
    <Section
      title="Guard"
      aside={decided.every(({ mode }) => mode === 'shadow') ? 'shadow: it told nobody' : undefined}
    >
      <ol className={styles.list} aria-label="Guard">
        {decided.map((one) => (
          <Decision key={one.position} session={session} one={one} />
        ))}
      </ol>
    </Section>
  );
}

function Decision({ session, one }: { session: string; one: GuardDecision }) {
  const { position, time, policy, tool, decision, mode, reason, failed } = one;
  return (
    <li>
      <p className={styles.head}>
        <Badge {...decisions[decision]} />
        <MomentLink session={session} position={position}>
          {tool}
        </MomentLink>
        <span className={styles.quiet}>
          <DayAndClock time={time} />
        </span>
        {mode === 'shadow' && <span className={styles.quiet}>in shadow: the harness was told nothing</span>}
      </p>
      <p className={styles.quiet}>
        {policy}
        {reason && `: ${reason}`}
        {failed && `, so the call was ${failed === 'open' ? 'let through' : 'kept back'}`}
      </p>
    </li>
  );
}
