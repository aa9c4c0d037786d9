import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { counted } from '../../words/quantity.ts';
import type { Course } from './course/course.ts';
import { entriesUpTo } from './course/telling.ts';
import styles from './line-list.module.css';
import { lineNow } from './line-now.ts';
import { LineView } from './line-view.tsx';
import type { Line } from './lines.ts';
import { TurnBar } from './turn-bar.tsx';

const lineHeight = 34;
const turnHeight = 62;
const nearEnd = 48;
/** What the bar with the current turn covers. */
const barHeight = 34;

export interface LineListHandle {
  focus(): void;
  toEnd(): void;
  toIndex(index: number): void;
}

/**
 * The lines that are in sight, of any number, as they stand at a moment: what comes later is pale. A live session is
 * followed as long as the reader stays at the end; a cursor takes the list along when it moves.
 */
export function LineList(props: {
  ref: Ref<LineListHandle>;
  lines: readonly Line[];
  course: Course;
  /** Undefined is the end. */
  moment: number | undefined;
  /** Nothing of the session goes on any more. */
  over: boolean;
  selected: string | undefined;
  /** The folder that paths are told from. */
  root: string | null;
  live: boolean;
  onSelect: (entry: string) => void;
}) {
  const { ref, lines, course, moment, over, selected, root, live, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(live && selected === undefined && moment === undefined);
  const [seen, setSeen] = useState(lines.length);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.entry.type === 'turn' ? turnHeight : lineHeight),
    getItemKey: (index) => lines[index]!.entry.id,
    overscan: 12,
    scrollPaddingStart: barHeight + 2 * lineHeight,
    scrollPaddingEnd: 3 * lineHeight,
  });
  const shownMoment = moment ?? course.length - 1;
  const nowIndex = moment === undefined ? -1 : entriesUpTo(lines, moment) - 1;

  const toEnd = () => {
    setFollows(true);
    if (lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  };
  const toIndex = (index: number) => {
    setFollows(false);
    rows.scrollToIndex(index, { align: 'start' });
  };
  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus(), toEnd, toIndex }));

  // Following: new lines pull the view along.
  useEffect(() => {
    if (!follows || lines.length === 0) return;
    rows.scrollToIndex(lines.length - 1, { align: 'end' });
    setSeen(lines.length);
  }, [follows, lines, rows]);

  // The cursor takes the list along; at the end again, a live session is followed again.
  const followed = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (followed.current === moment) return;
    const returned = followed.current !== undefined && moment === undefined;
    followed.current = moment;
    if (returned && live) setFollows(true);
    if (moment === undefined) return;
    setFollows(false);
    if (nowIndex !== -1) rows.scrollToIndex(nowIndex, { align: 'auto' });
  }, [moment, nowIndex, live, rows]);

  // What is selected by key or by URL comes into sight, once its line is there.
  const selectedIndex = selected === undefined ? -1 : lines.findIndex(({ entry }) => entry.id === selected);
  const shownFor = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (selectedIndex === -1 || shownFor.current === selected) return;
    shownFor.current = selected;
    setFollows(false);
    rows.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selected, selectedIndex, rows]);

  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    if (atEnd) setSeen(lines.length);
    if (!atEnd && follows) setFollows(false);
    if (atEnd && live && selected === undefined && moment === undefined) setFollows(true);
  };

  const virtual = rows.getVirtualItems();
  const selectedShown = virtual.some(({ index }) => index === selectedIndex);
  const unseen = Math.max(0, lines.length - seen);
  const turn = turnAbove(lines, rows.getVirtualItemForOffset((rows.scrollOffset ?? 0) + barHeight)?.index ?? 0);
  const isTurnAbove = turn !== -1 && (rows.measurementsCache[turn]?.start ?? 0) < (rows.scrollOffset ?? 0);
  return (
    <div className={styles.frame}>
      {isTurnAbove && <TurnBar line={lines[turn]} onGo={() => toIndex(turn)} />}
      <div
        ref={scroller}
        className={styles.scroller}
        role="listbox"
        aria-label="Entries"
        tabIndex={0}
        aria-activedescendant={selectedShown ? `line-${selectedIndex}` : undefined}
        onScroll={onScroll}
      >
        <div className={styles.all} role="presentation" style={{ height: rows.getTotalSize() }}>
          {virtual.map(({ index, start, key }) => (
            <LineView
              key={key}
              ref={rows.measureElement}
              index={index}
              count={lines.length}
              line={lines[index]!}
              atMs={course.atMs[lines[index]!.start] ?? 0}
              {...lineNow(course, lines[index]!, shownMoment, over && moment === undefined)}
              now={index === nowIndex}
              root={root}
              top={start}
              selected={index === selectedIndex}
              onSelect={onSelect}
            />
          ))}
        </div>
      </div>
      {live && !follows && moment === undefined && (
        <button type="button" className={styles.toEnd} onClick={toEnd}>
          <Icon name="down" size={14} />
          {unseen > 0 ? counted(unseen, 'new entry', 'new entries') : 'Follow'}
        </button>
      )}
    </div>
  );
}

/** The turn that a line belongs to; -1 when none was seen before it. */
function turnAbove(lines: readonly Line[], index: number): number {
  let at = Math.min(index, lines.length - 1);
  while (at >= 0 && lines[at]?.entry.type !== 'turn') at -= 1;
  return at;
}
