import { Link } from '@tanstack/react-router';
import { type Telling, useTold } from '../../api/told.ts';
import { WellBadge } from '../../parts/badge.tsx';
import { DayAndClock } from '../../parts/moment.tsx';
import { outcomeText, surfaceText, titleText } from '../../words/memory-words.ts';
import { counted } from '../../words/quantity.ts';
import { Section } from './section.tsx';
import styles from './told-by-memory.module.css';

/** What the agent of a session was told of earlier ones, and what came of it; nothing where it was told nothing. */
export function ToldByMemory({ session }: { session: string }) {
  const { data: told = [] } = useTold(session);
  if (told.length === 0) return null;
  const tokens = told.reduce((sum, one) => sum + (one.heldOut ? 0 : one.tokens), 0);
  return (
    <Section
      title="Told by memory"
      aside={told.every(({ heldOut }) => heldOut) ? 'held out: nothing of it was told' : counted(tokens, 'token')}
    >
      <ol className={styles.tellings} aria-label="Told by memory">
        {told.map((telling) => (
          <ToldAtOnce key={telling.position} session={session} telling={telling} />
        ))}
      </ol>
    </Section>
  );
}

function ToldAtOnce({ session, telling }: { session: string; telling: Telling }) {
  const { position, time, surface, about, heldOut, memories } = telling;
  return (
    <li className={styles.telling}>
      <span className={styles.when}>
        <Link to="/sessions/$session" params={{ session }} search={{ at: position }}>
          {surfaceText(surface)}
        </Link>
        <DayAndClock time={time} />
        {about !== null && <code>{about}</code>}
        {heldOut && <span>held out: it was not told</span>}
      </span>
      <ul className={styles.memories}>
        {memories.map(({ memory, title, outcome }) => (
          <li key={memory}>
            {title === null ? (
              <span>
                <code>{memory}</code>, which is not there any more
              </span>
            ) : (
              <Link to="/memory/$memory" params={{ memory }}>
                {titleText(title)}
              </Link>
            )}
            {!heldOut && outcome !== null && outcome !== 'ignored' && (
              <WellBadge level={outcome === 'harmful' ? 'bad' : 'good'} label={outcomeText(outcome)} />
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}
