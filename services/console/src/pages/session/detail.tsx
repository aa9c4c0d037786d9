import type { ReactNode, Ref } from 'react';
import type { Session } from '../../api/shapes.ts';
import { Icon } from '../../parts/icon.tsx';
import { Notice } from '../../parts/notice.tsx';
import styles from './detail.module.css';
import { CallDetail } from './detail-of-call.tsx';
import { AgentDetail, FileDetail, MessageDetail, PlanDetail } from './detail-of-others.tsx';
import { TurnDetail } from './detail-of-turn.tsx';
import type { Line, Lines } from './lines.ts';
import { Overview } from './overview.tsx';
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
  onChange: ChangeSearch;
}) {
  const { ref, session, line, missing, lines, onClose, onChange } = props;
  const open = line !== undefined || missing;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section ref={ref} className={styles.detail} data-open={open} tabIndex={0} aria-label={open ? 'Entry' : 'Overview'}>
      {open && (
        <button type="button" className={styles.close} onClick={onClose} aria-label="Close the entry">
          <Icon name="cross" />
        </button>
      )}
      {missing && (
        <Notice icon="question" title="This session has no such entry">
          <p>The link may come from another installation, or name an event that is no entry of the time line.</p>
        </Notice>
      )}
      {line === undefined && !missing && <Overview session={session} lines={lines} onChange={onChange} />}
      {line !== undefined && (
        <article key={line.entry.id} className={styles.entry}>
          {wordsOf(line, lines, onChange)}
        </article>
      )}
    </section>
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
