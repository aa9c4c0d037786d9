import { Link, useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFiring, type WholeFiring } from '../../../api/firings.ts';
import { ApiFailure } from '../../../api/http.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Bones } from '../../../parts/bones.tsx';
import { DayAndClock, FullTime } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page, Part } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { eventText } from '../../../words/event-words.ts';
import { versionText } from '../../../words/rule-words.ts';
import { actionStateText, isBadState } from '../action-states.ts';
import { Clauses } from '../clauses.tsx';
import { RulesSections } from '../rules-sections.tsx';
import { Chain } from './chain.tsx';
import styles from './firing-page.module.css';

/** One firing: everything from the person's prompt to what came of it, and what the rule saw. */
export function FiringPage() {
  const { firing: id } = useParams({ from: '/rules/firings/$firing' });
  const firing = useFiring(id);
  const page = useRef<HTMLDivElement>(null);
  const title = firing.data ? `${firing.data.rule} fired` : 'A firing';
  useTitle(title);
  usePageKeys('Firing', { page, row: 'link' });
  return (
    <Page page={page} title={title} sum={null} sections={<RulesSections />}>
      {firing.isPending && <Bones label="Loading the firing" inset={false} />}
      {firing.error instanceof ApiFailure && firing.error.status === 404 ? (
        <Notice icon="question" title="There is no such firing">
          <p>
            <Link to="/rules/firings">All firings</Link>
          </p>
        </Notice>
      ) : (
        firing.error && <FailureNotice error={firing.error} onRetry={() => void firing.refetch()} />
      )}
      {firing.data && <Whole firing={firing.data} />}
    </Page>
  );
}

function Whole({ firing }: { firing: WholeFiring }) {
  const { rule, version, key, time, matches, actions, chain, cause } = firing;
  return (
    <>
      <div className={rows.head}>
        <span>
          <Link to="/rules/$rule" params={{ rule }}>
            {rule}
          </Link>
          , version {versionText(version)}
        </span>
        <span>
          for <code>{key}</code>
        </span>
        <span>
          <FullTime time={time} />
        </span>
        {cause && cause.depth > 1 && (
          <span>
            {cause.depth} firings deep: {cause.chain.join(' → ')}
          </span>
        )}
      </div>
      <div className={styles.split}>
        <section aria-label="From prompt to outcome">
          <h2 className={styles.heading}>From prompt to outcome</h2>
          <Chain links={chain} firing={firing.firing} />
        </section>
        <div>
          <section aria-label="What it did">
            <h2 className={styles.heading}>What it did</h2>
            <ul className={styles.actions}>
              {actions.map(({ action, does, state, id }) => (
                <li key={id ?? `${action} ${does}`}>
                  <span>{does}</span>
                  {state && <span className={isBadState(state) ? rows.bad : rows.quiet}>{actionStateText(state)}</span>}
                </li>
              ))}
            </ul>
          </section>
          <Part title="What it saw">
            {matches.length === 0 && <p className={rows.quiet}>No event: it fires by the clock.</p>}
            <ol className={styles.matches}>
              {matches.map((match) => (
                <li key={match.id}>
                  <p className={styles.match}>
                    {match.session ? (
                      <MomentLink session={match.session} position={match.position} row>
                        {eventText(match.kind)}
                      </MomentLink>
                    ) : (
                      <strong>{eventText(match.kind)}</strong>
                    )}
                    <span className={rows.quiet}>
                      <DayAndClock time={match.time} />
                    </span>
                    <Link
                      to="/rules/why/$position"
                      params={{ position: String(match.position) }}
                      className={styles.others}
                    >
                      What other rules saw
                    </Link>
                  </p>
                  {match.values.length > 0 && (
                    <Clauses clauses={match.values} label={`What it saw of ${eventText(match.kind)}`} />
                  )}
                </li>
              ))}
            </ol>
          </Part>
        </div>
      </div>
    </>
  );
}
