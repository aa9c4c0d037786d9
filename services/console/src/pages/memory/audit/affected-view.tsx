import { Link } from '@tanstack/react-router';
import type { Affected } from '../../../api/memory-decisions.ts';
import type { Session } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/moment.tsx';
import { supportText, titleText } from '../../../words/memory-words.ts';
import { counted } from '../../../words/quantity.ts';
import { titleOf } from '../../../words/session-words.ts';
import { KindSign } from '../kind-sign.tsx';
import { StatusBadge } from '../status-badge.tsx';
import styles from './audit.module.css';

const toldShown = 50;
const order = ['gone', 'retired', 'demoted', 'weaker', 'same'];

/** What a revocation would change, and who was told of that already. `sessions`: those that are known by their title. */
export function AffectedView(props: { affected: Affected; sessions: readonly Session[] }) {
  const { affected, sessions } = props;
  const { memories, total, shownTo } = affected;
  const gone = memories.filter(({ becomes }) => becomes === 'gone').length;
  const worstFirst = memories.toSorted((a, b) => order.indexOf(a.becomes) - order.indexOf(b.becomes));
  const titles = new Map(sessions.map((one) => [one.session, one]));
  if (memories.length === 0) return <p className={styles.none}>No memory stands on any of it.</p>;
  return (
    <>
      <p>
        <strong>{counted(total, 'memory', 'memories')}</strong> would change, {gone === 0 ? 'none' : gone} of them would
        be gone altogether. <strong>{counted(shownTo.length, 'session')}</strong> had been told of them.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.affected} tabIndex={0} aria-label="Memories that would change">
        <ul>
          {worstFirst.map(({ before, after }) => (
            <li key={before.id} className={styles.change}>
              <KindSign kind={before.kind} />
              <Link to="/memory/$memory" params={{ memory: before.id }} className={styles.title} data-row>
                {titleText(before.title)}
              </Link>
              <span className={styles.becomes}>
                <StatusBadge memory={before} />
                <span>{supportText(before.support)}</span>
                <span aria-hidden="true">→</span>
                <span className="unseen">becomes</span>
                {after === null ? (
                  <strong className={styles.gone}>gone</strong>
                ) : (
                  <>
                    {after.status !== before.status && <StatusBadge memory={after} />}
                    <span>{supportText(after.support)}</span>
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {shownTo.length > 0 && (
        <section aria-label="Told to">
          <h3>Told to</h3>
          <ul className={styles.told}>
            {shownTo.slice(0, toldShown).map((session) => {
              const known = titles.get(session);
              return (
                <li key={session}>
                  <Link to="/sessions/$session" params={{ session }} data-row>
                    {known ? titleOf(known) : session}
                  </Link>{' '}
                  {known && (
                    <span className={styles.quiet}>
                      {known.actor !== null && `${known.actor}, `}
                      <Ago time={known.lastEventAt ?? known.startedAt} />
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
          {shownTo.length > toldShown && <p className={styles.quiet}>and {shownTo.length - toldShown} more</p>}
        </section>
      )}
    </>
  );
}
