import type { ReactNode, Ref } from 'react';
import type { Session } from '../../api/shapes.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Notice } from '../../parts/notice.tsx';
import { completenessOf } from '../../words/session-words.ts';
import styles from './detail.module.css';
import { CallDetail } from './detail-of-call.tsx';
import { AgentDetail, FileDetail, MessageDetail, PlanDetail } from './detail-of-others.tsx';
import { TurnDetail } from './detail-of-turn.tsx';
import type { Line, Lines } from './lines.ts';
import { Overview } from './overview.tsx';
import { Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';

/** All about the selected entry; about the session as a whole when none is. */
export function Detail(props: {
  ref: Ref<HTMLElement>;
  session: Session;
  line: Line | undefined;
  /** The URL names an entry that this session does not have. */
  missing: boolean;
  lines: Lines;
  onClose: () => void;
  /** To the entry after (1) or before (-1) the one shown. */
  onStep: (by: number) => void;
  onChange: ChangeSearch;
}) {
  const { ref, session, line, missing, lines, onClose, onStep, onChange } = props;
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
            Select an entry to read it. <kbd>j</kbd> and <kbd>k</kbd> go through them, <kbd>?</kbd> shows every key.
          </p>
          <Overview lines={lines} onChange={onChange} />
          <Section title="Completeness">
            <p>{completenessOf(session).why}.</p>
          </Section>
        </div>
      )}
      {line !== undefined && (
        <article key={line.entry.id} className={styles.entry}>
          {wordsOf(line, lines, onChange)}
        </article>
      )}
    </section>
  );
}

function Tool({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.tool} onClick={onClick} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}

function wordsOf(line: Line, lines: Lines, onChange: ChangeSearch): ReactNode {
  const { entry } = line;
  switch (entry.type) {
    case 'turn':
      return <TurnDetail turn={entry} />;
    case 'call':
      return <CallDetail call={entry} line={line} lines={lines} onChange={onChange} />;
    case 'message':
      return <MessageDetail message={entry} />;
    case 'file':
      return <FileDetail file={entry} />;
    case 'agent':
      return <AgentDetail agent={entry} onChange={onChange} />;
    case 'plan':
      return <PlanDetail plan={entry} />;
    case 'usage':
      return null;
  }
}
