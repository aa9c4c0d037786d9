import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Session } from '../../api/shapes.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { fullTime } from '../../words/moment.ts';
import { counted, numberText } from '../../words/quantity.ts';
import { completenessOf } from '../../words/session-words.ts';
import { MissingFacts } from './missing-facts.tsx';
import { GuardDecisions } from './orchestration/guard-decisions.tsx';
import { SessionConflicts } from './orchestration/session-conflicts.tsx';
import { ToldMessages } from './orchestration/told-messages.tsx';
import { WorkOfSession } from './orchestration/works-for.tsx';
import { Facts, Section } from './section.tsx';
import styles from './sheet.module.css';
import { ToldByMemory } from './told-by-memory.tsx';

/** Where a session ran, how it ended, and how completely it was seen; `overview` stands before it where it is narrow. */
export function About({ session, overview }: { session: Session; overview: ReactNode }) {
  const { completeness } = session;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.sheet} tabIndex={0} aria-label="About the session">
      <div className={styles.narrow}>{overview}</div>
      <Section title="Identity">
        <Facts
          facts={{
            Session: (
              <span>
                <code>{session.session}</code> <CopyButton text={session.session} what="session id" />
              </span>
            ),
            'Native session': session.nativeSession && <code>{session.nativeSession}</code>,
            Harness: [session.harness, session.harnessVersion].filter(Boolean).join(' '),
            'Entry point': session.entrypoint,
            Model: session.model,
            Permissions: session.permissionMode,
            Actor: session.actor,
            Host: session.host,
            [session.forked ? 'Forked from' : 'Parent']: session.parentSession && (
              <Link to="/sessions/$session" params={{ session: session.parentSession }}>
                {session.parentSession}
              </Link>
            ),
          }}
        />
      </Section>
      <Section title="Place">
        <Facts
          facts={{
            Project: session.project,
            Branch: session.branch,
            Folder: session.cwd && <code>{session.cwd}</code>,
            Transcript: session.transcriptPath && <code>{session.transcriptPath}</code>,
          }}
        />
      </Section>
      <Section title="Course">
        <Facts
          facts={{
            Started: fullTime(session.startedAt),
            'Last event': session.lastEventAt && fullTime(session.lastEventAt),
            Ended: session.endedAt && fullTime(session.endedAt),
            Why: session.endReason,
            Compactions: session.compactions === 0 ? null : numberText(session.compactions),
            'Model failures': session.modelFailures === 0 ? null : numberText(session.modelFailures),
            Events: `${numberText(session.events)}, positions ${session.firstPosition} to ${session.lastPosition}`,
          }}
        />
      </Section>
      <WorkOfSession session={session.session} />
      <ToldMessages session={session.session} />
      <GuardDecisions session={session.session} />
      <SessionConflicts session={session.session} />
      <ToldByMemory session={session.session} />
      <Section title="Completeness">
        <p>{completenessOf(session).why}.</p>
        <Facts
          facts={{
            'By hooks': completeness.byHooks === null ? 'not compared yet' : numberText(completeness.byHooks),
            'By record': completeness.byRecord === null ? 'not compared yet' : numberText(completeness.byRecord),
            Merged: completeness.merged === null ? null : numberText(completeness.merged),
            Missing: completeness.byHooks !== null && (
              <MissingFacts ids={completeness.missing} total={completeness.missingTotal} />
            ),
            Unmapped: completeness.unmapped === 0 ? null : counted(completeness.unmapped, 'payload'),
            Dropped: completeness.dropped === 0 ? null : counted(completeness.dropped, 'event'),
            'Open calls': completeness.openCalls === 0 ? null : counted(completeness.openCalls, 'call'),
            Sources: session.origins.join(', '),
          }}
        />
      </Section>
    </section>
  );
}
