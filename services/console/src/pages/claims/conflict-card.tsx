import type { ReactNode } from 'react';
import type { Conflict, ConflictSide } from '../../api/claims.ts';
import { Badge } from '../../parts/badge.tsx';
import { Ago, DayAndClock } from '../../parts/moment.tsx';
import { MomentLink } from '../../parts/moment-link.tsx';
import { Path } from '../../parts/path.tsx';
import { projectText } from '../../words/session-words.ts';
import { conflictWords, toldWords } from './conflict-words.ts';
import styles from './conflicts.module.css';

/** One conflict: what both wrote, and each side with what it was asked to do and where it wrote. */
export function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { path, project, open, detectedAt, lastAt, closedWhy, sides, told } = conflict;
  return (
    <li className={styles.conflict} data-open={open}>
      <header className={styles.head}>
        <h2>
          <Path path={path} />
        </h2>
        <Badge
          {...(open
            ? { tone: 'warn', icon: 'warning', label: 'Open' }
            : { tone: 'calm', icon: 'check', label: 'Over' })}
        />
        <p className={styles.words}>
          {conflictWords(conflict)}{' '}
          <span className={styles.quiet}>
            {project && `${projectText({ project, projectName: null })}, `}
            first <Ago time={detectedAt} />
            {lastAt !== detectedAt && (
              <>
                , last <Ago time={lastAt} />
              </>
            )}
            . {toldWords(told)}
            {closedWhy && ` It is over: ${closedWhy}.`}
          </span>
        </p>
      </header>
      <div className={styles.sides}>
        {sides.map((side, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the two sides keep their places
          <Side key={index} side={side} of={path} number={index + 1} />
        ))}
      </div>
    </li>
  );
}

function Side({ side, of, number }: { side: ConflictSide; of: string; number: number }) {
  const { session, holder, position, time, actor, branch, folder, intent, claim } = side;
  return (
    <section className={styles.side} aria-label={`Side ${number} of ${of}`}>
      <p className={styles.intent}>{intent ?? <span className={styles.quiet}>What it was asked is not known.</span>}</p>
      <dl className={styles.facts}>
        <Fact name="Who">{actor ?? holder}</Fact>
        <Fact name="When">
          <DayAndClock time={time} />
        </Fact>
        <Fact name="Branch">{branch}</Fact>
        <Fact name="Folder">{folder && <code>{folder}</code>}</Fact>
        <Fact name="Claim">{claim && 'It holds the path.'}</Fact>
      </dl>
      {session && (
        <MomentLink session={session} position={position} row>
          {position ? 'The moment it wrote' : 'Its session'}
          <span className="unseen">, {session}</span>
        </MomentLink>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
