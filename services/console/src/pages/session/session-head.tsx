import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Session } from '../../api/shapes.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ago } from '../../parts/moment.tsx';
import { costText, durationText, named, numberText, shortNumber } from '../../words/quantity.ts';
import { completenessOf, lastedMs, projectText, titleOf, tokensOf } from '../../words/session-words.ts';
import type { Course } from './course/course.ts';
import { countedAt } from './course/sums.ts';
import { WorksFor } from './orchestration/works-for.tsx';
import type { Cursor } from './scrubber/cursor.ts';
import { useMoment } from './scrubber/use-cursor.ts';
import styles from './session-head.module.css';

/** Which session this is, how it stood at the cursor, and what it had come to. */
export function SessionHead({ session, course, cursor }: { session: Session; course: Course; cursor: Cursor }) {
  const { full, why } = completenessOf(session);
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <Link to="/" className={styles.back} aria-label="All sessions">
          <Icon name="back" />
        </Link>
        <h1 title={titleOf(session)}>{titleOf(session)}</h1>
        <StateThen session={session} course={course} cursor={cursor} />
      </div>
      <p className={styles.about}>
        {session.waitingFor && (
          <span className={styles.asks}>
            asks about {session.waitingFor.tool} since <Ago time={session.waitingFor.since} />
          </span>
        )}
        <WorksFor session={session.session} />
        <span title={session.project ?? undefined}>{projectText(session)}</span>
        {session.branch && <span>{session.branch}</span>}
        {session.harness && <span>{[session.harness, session.harnessVersion].filter(Boolean).join(' ')}</span>}
        {session.model && <span className={styles.minor}>{session.model}</span>}
        {session.actor && <span className={styles.minor}>{session.actor}</span>}
        <span>
          last event <Ago time={session.lastEventAt ?? session.startedAt} />
        </span>
        {!full && <span className={styles.asks}>{why}</span>}
      </p>
      <FactsThen session={session} course={course} cursor={cursor} />
    </header>
  );
}

interface Then {
  readonly session: Session;
  readonly course: Course;
  readonly cursor: Cursor;
}

/** The state at the cursor; at the end, the one the session has now. */
function StateThen({ session, course, cursor }: Then) {
  const moment = useMoment(cursor);
  const then = moment === undefined ? undefined : course.doing[moment];
  return (
    <span className={styles.state} title={then?.about ? `asks about ${then.about}` : undefined}>
      <StateBadge state={then?.state ?? session.state} />
    </span>
  );
}

/** What it had come to; small enough to be drawn in every frame. */
function FactsThen({ session, course, cursor }: Then) {
  const moment = useMoment(cursor);
  const counted = countedAt(course.sums, moment ?? course.length - 1);
  const tokens = moment === undefined ? tokensOf(session) : counted.tokens;
  const cost = moment === undefined ? session.costUsd : counted.costUsd;
  const atMs = course.atMs[moment ?? course.length - 1] ?? 0;
  const lasted = moment === undefined ? lastedMs(session) : atMs - (course.atMs[0] ?? atMs);
  // What the whole session has, every moment has: nothing jumps while the cursor moves.
  const hasTokens = tokensOf(session) !== null;
  const hasCost = session.costUsd !== null;
  return (
    <dl className={styles.facts} data-then={moment !== undefined}>
      <Fact name={named(counted.turns, 'turn')}>{numberText(counted.turns)}</Fact>
      <Fact name={named(counted.calls, 'call')}>{numberText(counted.calls)}</Fact>
      {session.failures > 0 && (
        <Fact name="failed" bad={counted.failures > 0}>
          {numberText(counted.failures)}
        </Fact>
      )}
      <Fact name={named(counted.files, 'file written', 'files written')}>{numberText(counted.files)}</Fact>
      {hasTokens && <Fact name="tokens">{tokens === null ? '–' : shortNumber(tokens)}</Fact>}
      {hasCost && <Fact name="cost">{cost === null ? '–' : costText(cost)}</Fact>}
      <Fact name="time">{durationText(lasted)}</Fact>
    </dl>
  );
}

function Fact({ name, bad = false, children }: { name: string; bad?: boolean; children: ReactNode }) {
  return (
    <div className={styles.fact} data-bad={bad}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
