import { Link, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type RuleLook, useWhy } from '../../../api/firings.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Bones } from '../../../parts/bones.tsx';
import { LinkButton } from '../../../parts/link-button.tsx';
import { FullTime } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { eventText } from '../../../words/event-words.ts';
import { counted, numberText } from '../../../words/quantity.ts';
import { Clauses } from '../clauses.tsx';
import { RulesSections } from '../rules-sections.tsx';
import styles from './why-page.module.css';

const verdicts = {
  fired: { tone: 'good', icon: 'rule', label: 'Fired' },
  matched: { tone: 'busy', icon: 'dots', label: 'Matched' },
  held: { tone: 'warn', icon: 'hand', label: 'Held back' },
  no: { tone: 'calm', icon: 'barred', label: 'Did not match' },
  'other-kind': { tone: 'calm', icon: 'barred', label: 'Looks elsewhere' },
} as const;

/** Which rules looked at one event, what each clause of them was, and what was done or held. */
export function WhyPage() {
  const { position: text } = useParams({ from: '/rules/why/$position' });
  const position = Number(text);
  const why = useWhy(position);
  const page = useRef<HTMLDivElement>(null);
  const [all, setAll] = useState(false);
  useTitle('Which rules looked at it');
  usePageKeys('Why', { page, row: 'rule' });
  const looks = why.data?.rules ?? [];
  const looked = looks.filter(({ verdict }) => verdict !== 'other-kind');
  const elsewhere = looks.length - looked.length;
  return (
    <Page page={page} title="Which rules looked at it" sections={<RulesSections />}>
      {why.isPending && <Bones label="Asking the rules" inset={false} />}
      {why.error && <FailureNotice error={why.error} onRetry={() => void why.refetch()} />}
      {why.data && (
        <>
          <div className={rows.head}>
            <strong className={styles.event}>{eventText(why.data.event.kind)}</strong>
            <span>
              <FullTime time={why.data.event.time} />
            </span>
            <span>position {numberText(position)}</span>
            {why.data.event.session && (
              <MomentLink session={why.data.event.session} position={position}>
                The moment in the session
              </MomentLink>
            )}
          </div>
          {looked.length === 0 && (
            <Notice icon="rule" title="No rule looks at events of this kind">
              <p>
                <Link to="/rules">All rules</Link>
              </p>
            </Notice>
          )}
          <ol className={styles.looks} aria-label="Rules">
            {(all ? looks : looked).map((look) => (
              <Look key={`${look.rule} ${look.version}`} look={look} />
            ))}
          </ol>
          {!all && elsewhere > 0 && (
            <LinkButton onClick={() => setAll(true)}>
              {counted(elsewhere, 'more rule')} {elsewhere === 1 ? 'looks' : 'look'} at other kinds of events
            </LinkButton>
          )}
        </>
      )}
    </Page>
  );
}

function Look({ look }: { look: RuleLook }) {
  const { rule, verdict, reason, firing, clauses, limits } = look;
  return (
    <li className={styles.look}>
      <header>
        <h2>
          <Link to="/rules/$rule" params={{ rule }} data-row>
            {rule}
          </Link>
        </h2>
        <Badge {...verdicts[verdict]} />
        <p>
          {reason}{' '}
          {firing && (
            <Link to="/rules/firings/$firing" params={{ firing }}>
              See what it did
            </Link>
          )}
        </p>
      </header>
      {clauses.length > 0 && <Clauses clauses={clauses} label={`Clauses of ${rule}`} />}
      {limits.length > 0 && (
        <ul className={styles.limits} aria-label={`Limits of ${rule}`}>
          {limits.map(({ name, text, ok }) => (
            <li key={name} className={ok ? rows.quiet : rows.warn}>
              {text}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
