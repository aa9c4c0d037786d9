import { Link } from '@tanstack/react-router';
import { type SteerMessage, useMessages } from '../../../api/steering.ts';
import { Badge } from '../../../parts/badge.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { Section } from '../section.tsx';
import styles from './orchestration.module.css';

const states = {
  waiting: { tone: 'busy', icon: 'dots', label: 'Waits' },
  delivered: { tone: 'good', icon: 'check', label: 'Delivered' },
  expired: { tone: 'warn', icon: 'hand', label: 'Expired' },
  refused: { tone: 'bad', icon: 'barred', label: 'Refused' },
} as const;

const surfaces: Readonly<Record<string, string>> = {
  prompt: 'with a prompt',
  'before-call': 'before a call',
  'after-call': 'after a call',
};

/** Messages that were sent to the session while it ran, and what became of each. */
export function ToldMessages({ session }: { session: string }) {
  const { data: messages = [] } = useMessages(session);
  if (messages.length === 0) return null;
  return (
    <Section title="Messages to it">
      <ol className={styles.list} aria-label="Messages to it">
        {messages.map((message) => (
          <Message key={message.message} message={message} />
        ))}
      </ol>
    </Section>
  );
}

function Message({ message }: { message: SteerMessage }) {
  const { session, text, by, state, sentAt, endedAt, surface, reason, position, cause } = message;
  return (
    <li>
      <p className={styles.head}>
        <Badge {...states[state]} />
        <span className={styles.quiet}>
          <DayAndClock time={endedAt ?? sentAt} />
          {surface && `, ${surfaces[surface] ?? surface}`}
          {reason && `: ${reason}`}
        </span>
      </p>
      <p className={styles.text}>{text}</p>
      <p className={styles.quiet}>
        {cause ? (
          <Link to="/rules/firings/$firing" params={{ firing: cause.firing }} className={styles.inText}>
            by the rule {cause.rule}
          </Link>
        ) : (
          `by ${by}`
        )}
        {position !== null && (
          <>
            {', '}
            <MomentLink session={session} position={position} className={styles.inText}>
              the moment it was told
            </MomentLink>
          </>
        )}
      </p>
    </li>
  );
}
