import type { Ref } from 'react';
import type { CallEntry } from '../../api/shapes.ts';
import { OutcomeBadge, OutcomeSign, OutcomeWord } from '../../parts/badge.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Clock, DayAndClock } from '../../parts/moment.tsx';
import { Path } from '../../parts/path.tsx';
import { pathWithin } from '../../words/path.ts';
import { counted, durationText } from '../../words/quantity.ts';
import { plainText } from '../../words/text.ts';
import styles from './line-view.module.css';
import type { Line } from './lines.ts';
import { messageText, oneLine, pathOf, planSummary, summaryOf } from './summary.ts';

/** One line of the time line, at its place in the list. */
export function LineView(props: {
  ref: Ref<HTMLDivElement>;
  index: number;
  count: number;
  line: Line;
  /** The folder that paths are told from. */
  root: string | null;
  top: number;
  selected: boolean;
  onSelect: (entry: string) => void;
}) {
  const { ref, index, count, line, root, top, selected, onSelect } = props;
  const { entry, depth, lane } = line;
  // Of a call that was never seen to start, its end is known at least.
  const at = entry.at ?? (entry.type === 'call' ? entry.endedAt : null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it is what has the keys
    <div
      ref={ref}
      data-index={index}
      id={`line-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={styles.line}
      data-type={entry.type}
      data-lane={lane === null ? undefined : (lane.index % 4) + 1}
      style={{ transform: `translateY(${top}px)`, paddingLeft: `calc(var(--inset) + ${Math.min(depth, 4) * 18}px)` }}
      onClick={() => onSelect(entry.id)}
    >
      <LineWords line={line} root={root} />
      {lane !== null && <span className={styles.lane}>{lane.name}</span>}
      {entry.type !== 'turn' && at !== null && (
        <span className={styles.time}>
          <Clock time={at} />
        </span>
      )}
    </div>
  );
}

function LineWords({ line, root }: { line: Line; root: string | null }) {
  const { entry } = line;
  switch (entry.type) {
    case 'turn':
      return (
        <div className={styles.turn}>
          <div className={styles.turnHead}>
            <span className={styles.number}>Turn {entry.number}</span>
            {entry.by !== null && entry.by !== 'person' && <span>by the {entry.by}</span>}
            <span>{counted(entry.calls, 'call')}</span>
            {entry.failures > 0 && <span className={styles.bad}>{entry.failures} failed</span>}
            {entry.durationMs !== null && <span>{durationText(entry.durationMs)}</span>}
            {entry.outcome !== 'ended' && (
              <OutcomeBadge outcome={entry.outcome === 'open' ? 'running' : entry.outcome} />
            )}
            {entry.at !== null && (
              <span className={styles.began}>
                <DayAndClock time={entry.at} />
              </span>
            )}
          </div>
          <div className={styles.prompt}>{oneLine(plainText(entry.prompt)) || 'The prompt was not seen'}</div>
        </div>
      );
    case 'call':
      return (
        <>
          <OutcomeSign outcome={entry.outcome} />
          <span className={styles.name}>{entry.tool ?? 'unknown tool'}</span>
          <CallWords call={entry} root={root} />
          <OutcomeWord outcome={entry.outcome} />
          {entry.exitCode !== null && entry.exitCode !== 0 && <span className={styles.bad}>exit {entry.exitCode}</span>}
          {entry.durationMs !== null && <span className={styles.took}>{durationText(entry.durationMs)}</span>}
        </>
      );
    case 'message':
      return (
        <Words
          icon="message"
          name={plainText(entry.text) === '' ? 'Thinking' : entry.role === 'assistant' ? '' : entry.role}
          text={messageText(entry)}
          quiet={plainText(entry.text) === ''}
        />
      );
    case 'file':
      return (
        <Words
          icon="file"
          name={`${entry.how === 'change' ? (entry.change ?? 'changed') : entry.how}`}
          text=""
          path={pathWithin(entry.path, root)}
        />
      );
    case 'agent':
      return (
        <>
          <Words
            icon="agent"
            name={`Agent ${entry.agentType ?? ''}`}
            text={entry.description ?? plainText(entry.prompt)}
          />
          <OutcomeBadge outcome={entry.outcome} />
        </>
      );
    case 'plan':
      return <Words icon="plan" name="Plan" text={planSummary(entry)} />;
    case 'usage':
      return null;
  }
}

function CallWords({ call, root }: { call: CallEntry; root: string | null }) {
  const path = pathOf(call);
  return (
    <code className={styles.words}>
      {path === undefined ? summaryOf(call) : <Path path={pathWithin(path, root)} />}
    </code>
  );
}

function Words(props: { icon: IconName; name: string; text: string; path?: string; quiet?: boolean }) {
  const { icon, name, text, path, quiet = false } = props;
  return (
    <>
      <span className={styles.icon}>
        <Icon name={icon} size={14} />
      </span>
      {name !== '' && <span className={styles.name}>{name}</span>}
      {path === undefined ? (
        <span className={styles.words} data-quiet={quiet}>
          {oneLine(text)}
        </span>
      ) : (
        <code className={styles.words}>
          <Path path={path} />
        </code>
      )}
    </>
  );
}
