import { Link } from '@tanstack/react-router';
import { useWork } from '../../../api/work.ts';
import { Badge } from '../../../parts/badge.tsx';
import { itemTitle, workStates } from '../../../words/work-words.ts';
import { Section } from '../section.tsx';
import styles from './orchestration.module.css';

/** The items a session works for, or worked for; and those that are about it. */
function useItemsOf(session: string) {
  const items = useWork({ session }).data?.pages.flatMap((page) => page.items) ?? [];
  return {
    worksFor: items.filter(({ doneIn }) => doneIn === session),
    about: items.filter((item) => item.doneIn !== session && item.session === session),
  };
}

/** In a few words, beside the session's name. */
export function WorksFor({ session }: { session: string }) {
  const [item] = useItemsOf(session).worksFor;
  if (item === undefined) return null;
  return (
    <span>
      works for{' '}
      <Link to="/work/items/$item" params={{ item: item.id }} className={styles.inText}>
        {itemTitle(item)}
      </Link>
    </span>
  );
}

/** Work that the session does, and work that came of it. */
export function WorkOfSession({ session }: { session: string }) {
  const { worksFor, about } = useItemsOf(session);
  return (
    <>
      {worksFor.length > 0 && (
        <Section title="Works for">
          <Items label="Works for" items={worksFor} />
        </Section>
      )}
      {about.length > 0 && (
        <Section title="Work about it">
          <Items label="Work about it" items={about} />
        </Section>
      )}
    </>
  );
}

function Items({ label, items }: { label: string; items: ReturnType<typeof useItemsOf>['worksFor'] }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <p className={styles.head}>
            <Link to="/work/items/$item" params={{ item: item.id }}>
              {itemTitle(item)}
            </Link>
            <Badge {...workStates[item.state]} />
          </p>
          <p className={styles.quiet}>
            {item.queue}
            {item.cause && (
              <>
                , by the rule{' '}
                <Link to="/rules/$rule" params={{ rule: item.cause.rule }} className={styles.inText}>
                  {item.cause.rule}
                </Link>
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
