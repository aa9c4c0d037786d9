import type { Ref } from 'react';
import { OutcomeBadge, OutcomeSlot } from '../../parts/badge.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Clock } from '../../parts/moment.tsx';
import { counted, durationText } from '../../words/quantity.ts';
import { plainText } from '../../words/text.ts';
import styles from './line-view.module.css';
import type { Line } from './lines.ts';
import { messageText, oneLine, planSummary, summaryOf } from './summary.ts';

/** One line of the time line, at its place in the list. */
export function LineView(props: {
  ref: Ref<HTMLDivElement>;
  index: number;
  count: number;
  line: Line;
  top: number;
  selected: boolean;
  onSelect: (entry: string) => void;
}) {
  const { ref, index, count, line, top, selected, onSelect } = props;
  const { entry, depth, lane } = line;
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
      {lane !== null && <span className={styles.lane}>{lane.name}</span>}
      <LineWords line={line} />
      {entry.at && (
        <span className={styles.time}>
          <Clock time={entry.at} />
        </span>
      )}
    </div>
  );
}

function LineWords({ line }: { line: Line }) {
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
          </div>
          <div className={styles.prompt}>{oneLine(plainText(entry.prompt)) || 'The prompt was not seen'}</div>
        </div>
      );
    case 'call':
      return (
        <>
          <OutcomeSlot outcome={entry.outcome} />
          <span className={styles.name}>{entry.tool ?? 'unknown tool'}</span>
          <code className={styles.words}>{summaryOf(entry)}</code>
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
          text={entry.path}
          code
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

function Words(props: { icon: IconName; name: string; text: string; code?: boolean; quiet?: boolean }) {
  const { icon, name, text, code = false, quiet = false } = props;
  const words = oneLine(text);
  return (
    <>
      <span className={styles.icon}>
        <Icon name={icon} size={14} />
      </span>
      {name !== '' && <span className={styles.name}>{name}</span>}
      {code ? (
        <code className={styles.words}>{words}</code>
      ) : (
        <span className={styles.words} data-quiet={quiet}>
          {words}
        </span>
      )}
    </>
  );
}
