import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, type Ref } from 'react';
import { useEntry } from '../../api/session-entry.ts';
import type { Session } from '../../api/shapes.ts';
import { Bones } from '../../parts/bones.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { completenessOf } from '../../words/session-words.ts';
import type { Course } from './course/course.ts';
import { standingAt } from './course/standing.ts';
import styles from './detail.module.css';
import { CallDetail } from './detail-of-call.tsx';
import { AgentDetail, FileDetail, MessageDetail, PlanDetail } from './detail-of-others.tsx';
import { TurnDetail } from './detail-of-turn.tsx';
import type { Line, Lines } from './lines.ts';
import { Overview } from './overview.tsx';
import { Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';

/** All about the selected entry; about the session as it stood when none is. */
export function Detail(props: {
  ref: Ref<HTMLElement>;
  session: Session;
  course: Course;
  /** Undefined is the end. */
  moment: number | undefined;
  over: boolean;
  line: Line | undefined;
  /** The URL names an entry that this session does not have. */
  missing: boolean;
  lines: Lines;
  onClose: () => void;
  /** To the entry after (1) or before (-1) the one shown. */
  onStep: (by: number) => void;
  /** Puts the cursor on an event. */
  onGo: (event: number) => void;
  onChange: ChangeSearch;
}) {
  const { ref, session, course, moment, over, line, missing, lines, onClose, onStep, onGo, onChange } = props;
  const open = line !== undefined || missing;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section ref={ref} className={styles.detail} data-open={open} tabIndex={0} aria-label={open ? 'Entry' : 'Overview'}>
      {open && (
        <div className={styles.tools}>
          <Tool icon="up" label="Entry before" onClick={() => onStep(-1)} />
          <Tool icon="down" label="Next entry" onClick={() => onStep(1)} />
          <Tool icon="cross" label="Close the entry" onClick={onClose} />
        </div>
      )}
      {missing && (
        <Notice icon="question" title="This session has no such entry">
          <p>The link may come from another installation, or name an event that is no entry of the time line.</p>
        </Notice>
      )}
      {line === undefined && !missing && (
        <div className={styles.entry}>
          <p className={styles.hint}>
            Select an entry to read it. <kbd>j</kbd> and <kbd>k</kbd> go through them, <kbd>space</kbd> plays,{' '}
            <kbd>?</kbd> shows every key.
          </p>
          <Overview course={course} moment={moment} over={over} onChange={onChange} />
          <Section title="Completeness">
            <p>{completenessOf(session).why}.</p>
          </Section>
        </div>
      )}
      {line !== undefined && (
        <article key={line.entry.id} className={styles.entry}>
          <Standing line={line} course={course} moment={moment} onGo={onGo} />
          <Whole {...props} line={line} lines={lines} />
        </article>
      )}
    </section>
  );
}

/** How the entry stands to the cursor, where that is not simply over. */
function Standing(props: { line: Line; course: Course; moment: number | undefined; onGo: (event: number) => void }) {
  const { line, course, moment, onGo } = props;
  const { entry } = line;
  if (moment === undefined) return null;
  const standing = standingAt(entry, moment);
  if (standing === 'over') return null;
  const to = standing === 'later' ? entry.start : entry.end;
  return (
    <p className={styles.standing} data-standing={standing}>
      {standing === 'later' ? 'This comes after the cursor.' : 'This still ran at the cursor.'}{' '}
      {to !== -1 && to < course.length && (
        <button type="button" onClick={() => onGo(to)}>
          {standing === 'later' ? 'Go there' : 'Go to its end'}
        </button>
      )}
    </p>
  );
}

function Whole(props: Parameters<typeof Detail>[0] & { line: Line }) {
  const { session, line, lines, moment, onChange, onGo } = props;
  const { data, error, refetch } = useEntry(session.session, line.entry);
  if (error !== null && data === undefined) return <FailureNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones label="Loading the entry" />;
  const { entry, files } = data;
  const going = moment !== undefined && standingAt(line.entry, moment) === 'going';
  const words: ReactNode = (() => {
    switch (entry.type) {
      case 'turn':
        return <TurnDetail turn={entry} number={line.number} going={going} />;
      case 'call':
        return (
          <CallDetail
            call={entry}
            files={files}
            going={going}
            lane={line.lane?.name}
            agents={lines.agents}
            calls={lines.byId}
            onChange={onChange}
          />
        );
      case 'message':
        return <MessageDetail message={entry} />;
      case 'file':
        return <FileDetail file={entry} />;
      case 'agent':
        return <AgentDetail agent={entry} going={going} onChange={onChange} />;
      case 'plan':
        return <PlanDetail plan={entry} />;
      case 'usage':
        return null;
    }
  })();
  return (
    <>
      {words}
      <p className={styles.here}>
        <button type="button" onClick={() => onGo(line.entry.end === -1 ? line.entry.start : line.entry.end)}>
          Put the cursor here <kbd>c</kbd>
        </button>
      </p>
      <LookedAt course={props.course} line={line} />
    </>
  );
}

/** To what rules saw of the events that an entry was made of. */
function LookedAt({ course, line: { entry } }: { course: Course; line: Line }) {
  const ends = entry.end !== -1 && entry.end !== entry.start && entry.end < course.length;
  const asked = [
    { event: entry.start, label: ends ? 'its beginning' : undefined },
    ...(ends ? [{ event: entry.end, label: 'its end' }] : []),
  ];
  return (
    <p className={styles.here}>
      Which rules looked at{' '}
      {asked.map(({ event, label = 'this' }, index) => (
        <Fragment key={event}>
          {index > 0 && ', at '}
          <Link to="/rules/why/$position" params={{ position: String(course.positions[event]) }}>
            {label}
          </Link>
        </Fragment>
      ))}
      ?
    </p>
  );
}

function Tool({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.tool} onClick={onClick} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
