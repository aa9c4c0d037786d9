import { memo, type Ref } from 'react';
import type { CallBrief } from '../../api/outline-columns.ts';
import { OutcomeBadge, OutcomeSign, OutcomeWord } from '../../parts/badge.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Clock, DayAndClock } from '../../parts/moment.tsx';
import { Path } from '../../parts/path.tsx';
import { pathWithin } from '../../words/path.ts';
import { counted, durationText } from '../../words/quantity.ts';
import type { Standing } from './course/standing.ts';
import styles from './line-view.module.css';
import type { Line } from './lines.ts';
import { planSummary } from './summary.ts';

/** What a line says that depends on the moment. */
export interface LineNow {
  readonly standing: Standing;
  /** The cursor stands here. */
  readonly now: boolean;
  /** How it came out, as one knew then. */
  readonly outcome: string;
  /** Of a turn: its calls so far, and how many of them failed. */
  readonly calls: number;
  readonly failed: number;
  readonly tookMs: number | null;
}

/** One line of the time line, at its place in the list. Drawn again only when something of it changed. */
export const LineView = memo(function LineView(
  props: LineNow & {
    ref: Ref<HTMLDivElement>;
    index: number;
    count: number;
    line: Line;
    /** Unix milliseconds. */
    atMs: number;
    /** The folder that paths are told from. */
    root: string | null;
    top: number;
    selected: boolean;
    onSelect: (entry: string) => void;
  },
) {
  const { ref, index, count, line, atMs, root, top, selected, onSelect, standing, now } = props;
  const { entry, depth, lane } = line;
  const at = new Date(atMs).toISOString();
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
      data-standing={standing}
      data-now={now}
      data-lane={lane === null ? undefined : (lane.index % 4) + 1}
      style={{ transform: `translateY(${top}px)`, paddingLeft: `calc(var(--inset) + ${Math.min(depth, 4) * 18}px)` }}
      onClick={() => onSelect(entry.id)}
    >
      <LineWords now={props} line={line} root={root} at={at} />
      {lane !== null && <span className={styles.lane}>{lane.name}</span>}
      {standing === 'later' && <span className="unseen">after the cursor</span>}
      {entry.type !== 'turn' && (
        <span className={styles.time}>
          <Clock time={at} />
        </span>
      )}
    </div>
  );
});

function LineWords({ line, root, now, at }: { line: Line; root: string | null; now: LineNow; at: string }) {
  const { entry, number } = line;
  const { outcome, calls, failed, tookMs } = now;
  switch (entry.type) {
    case 'turn':
      return (
        <div className={styles.turn}>
          <div className={styles.turnHead}>
            <span className={styles.number}>Turn {number}</span>
            {entry.by !== null && entry.by !== 'person' && <span>by the {entry.by}</span>}
            <span>{counted(calls, 'call')}</span>
            {failed > 0 && <span className={styles.bad}>{failed} failed</span>}
            {tookMs !== null && <span>{durationText(tookMs)}</span>}
            {outcome !== 'ended' && now.standing !== 'later' && <OutcomeBadge outcome={outcome} />}
            <span className={styles.began}>
              <DayAndClock time={at} />
            </span>
          </div>
          <div className={styles.prompt}>{entry.words || 'The prompt was not seen'}</div>
        </div>
      );
    case 'call':
      return (
        <>
          <OutcomeSign outcome={outcome} />
          <span className={styles.name}>{entry.tool ?? 'unknown tool'}</span>
          <CallWords call={entry} root={root} />
          <OutcomeWord outcome={outcome} />
          {now.standing !== 'going' && entry.exitCode !== null && entry.exitCode !== 0 && (
            <span className={styles.bad}>exit {entry.exitCode}</span>
          )}
          {tookMs !== null && <span className={styles.took}>{durationText(tookMs)}</span>}
        </>
      );
    case 'message':
      return (
        <Words
          icon={entry.role === 'user' ? 'prompt' : 'message'}
          name={
            entry.thinking
              ? 'Thinking'
              : entry.role === 'assistant'
                ? ''
                : entry.role === 'user'
                  ? 'Prompt'
                  : entry.role
          }
          text={entry.words}
          quiet={entry.thinking}
        />
      );
    case 'file':
      return (
        <Words
          icon="file"
          name={entry.how === 'change' ? (entry.change ?? 'changed') : entry.how}
          text=""
          path={pathWithin(entry.path, root)}
        />
      );
    case 'agent':
      return (
        <>
          <Words icon="agent" name={`Agent ${entry.name ?? ''}`} text={entry.words} />
          <OutcomeBadge outcome={outcome} />
        </>
      );
    case 'plan':
      return <Words icon="plan" name="Plan" text={planSummary(entry)} />;
    case 'usage':
      return null;
  }
}

function CallWords({ call, root }: { call: CallBrief; root: string | null }) {
  return (
    <code className={styles.words}>
      {call.path === null ? call.words : <Path path={pathWithin(call.path, root)} />}
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
          {text}
        </span>
      ) : (
        <code className={styles.words}>
          <Path path={path} />
        </code>
      )}
    </>
  );
}
