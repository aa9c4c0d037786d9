import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import type { Session } from '../../api/shapes.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { Choice, FilterField } from '../../parts/field.tsx';
import { Notice, NoticeButton } from '../../parts/notice.tsx';
import { counted } from '../../words/quantity.ts';
import type { Course } from './course/course.ts';
import { isFailed } from './course/standing.ts';
import { Detail } from './detail.tsx';
import { LineList, type LineListHandle } from './line-list.tsx';
import { chosenLines, type Line, type Lines } from './lines.ts';
import type { SessionSearch } from './route.ts';
import type { Cursor } from './scrubber/cursor.ts';
import { useSettled } from './scrubber/use-cursor.ts';
import type { ChangeSearch } from './session-page.tsx';
import styles from './timeline-view.module.css';
import { shows } from './views.ts';

/** What the tabs of a session are drawn from. */
export interface TabProps {
  session: Session;
  course: Course;
  lines: Lines;
  cursor: Cursor;
  live: boolean;
  /** Nothing of the session goes on any more. */
  over: boolean;
  search: SessionSearch;
  onChange: ChangeSearch;
}

/** The time line with what is selected beside it; on a narrow screen above it. Both as of the cursor. */
export function TimelineView(props: TabProps): ReactNode {
  const { session, course, lines, cursor, live, over, search, onChange } = props;
  const { show = 'all', q = '' } = search;
  const moment = useSettled(cursor);
  const text = useDeferredValue(q);
  const shown = useMemo(() => chosenLines(lines.all, show, text), [lines, show, text]);
  const selected = search.entry === undefined ? undefined : lines.byId.get(search.entry);
  const list = useRef<LineListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const detail = useRef<HTMLElement>(null);

  const go = (event: number) => cursor.set(event === course.length - 1 && live ? undefined : event, { hurry: true });
  const select = (entry: string | undefined) => onChange({ entry }, { replace: search.entry !== undefined });
  /** With a cursor, what is selected has happened: the cursor goes there where it had not. */
  const choose = ({ entry }: Line) => {
    const now = cursor.moment();
    if (now !== undefined && entry.start > now) go(Math.max(entry.start, entry.end));
    select(entry.id);
  };
  const step = (by: number, fits: (line: Line) => boolean = () => true) => {
    const now = cursor.moment();
    const at = shown.findIndex(({ entry }) => entry.id === search.entry);
    const fromCursor = now === undefined ? -1 : shown.findLastIndex(({ start }) => start <= now);
    let index = at !== -1 ? at + by : fromCursor !== -1 ? fromCursor : by > 0 ? 0 : shown.length - 1;
    while (index >= 0 && index < shown.length && !fits(shown[index]!)) index += by;
    const next = shown[index];
    if (next !== undefined) choose(next);
    return true;
  };
  // Inside of the detail the arrows scroll it.
  const isTaken = (key: string) => key.startsWith('Arrow') && detail.current?.contains(document.activeElement) === true;
  const isTurn = ({ entry }: Line) => entry.type === 'turn';
  const failed = ({ entry }: Line) => isFailed(entry);
  const close = () => {
    if (search.entry === undefined) return false;
    select(undefined);
    list.current?.focus();
    return true;
  };
  useShortcuts('Time line', [
    { keys: ['j', 'ArrowDown'], label: 'Next entry', run: (key) => !isTaken(key) && step(1) },
    { keys: ['k', 'ArrowUp'], label: 'Entry before', run: (key) => !isTaken(key) && step(-1) },
    { keys: [']'], label: 'Next turn', run: () => step(1, isTurn) },
    { keys: ['['], label: 'Turn before', run: () => step(-1, isTurn) },
    { keys: ['n'], label: 'Next problem', run: () => step(1, failed) },
    { keys: ['p'], label: 'Problem before', run: () => step(-1, failed) },
    {
      keys: ['Enter'],
      label: 'Read the selected entry',
      run: () => {
        if (search.entry === undefined) return step(1);
        detail.current?.focus();
        return true;
      },
    },
    {
      keys: ['c'],
      label: 'Put the cursor on it',
      run: () => {
        if (selected === undefined) return false;
        go(Math.max(selected.entry.start, selected.entry.end));
        return true;
      },
    },
    { keys: ['Escape'], label: 'Close it', run: close },
    {
      keys: ['e'],
      label: 'Go to the end, and follow',
      run: () => {
        cursor.set(undefined, { hurry: true });
        list.current?.toEnd();
        return true;
      },
    },
    {
      keys: ['/'],
      label: 'Filter',
      run: () => {
        field.current?.focus();
        return true;
      },
    },
  ]);

  // On a narrow screen the detail covers the list, so the focus goes with it.
  const open = search.entry !== undefined;
  useEffect(() => {
    if (open && matchMedia('(max-width: 900px)').matches) detail.current?.focus();
  }, [open]);

  const problems = useMemo(() => lines.all.filter(({ entry }) => isFailed(entry)).length, [lines]);
  const onSelect = useStable((id: string) => {
    const line = lines.byId.get(id);
    if (line !== undefined) choose(line);
  });
  return (
    <div className={styles.view} data-open={open}>
      <section className={styles.list} aria-label="Time line">
        <search className={styles.filters}>
          <FilterField
            field={field}
            label="Filter the time line"
            value={q}
            onChange={(value) => onChange({ q: value }, { replace: true })}
          />
          <Choice
            label="Show"
            value={show === 'all' ? '' : show}
            options={shows.map(({ value, label }) => ({ value: value === 'all' ? '' : value, label }))}
            onChange={(value) => onChange({ show: value }, { replace: true })}
          />
          <p className={styles.sum} role="status">
            {counted(shown.length, 'entry', 'entries')}
            {problems > 0 && `, ${counted(problems, 'problem')}`}
          </p>
        </search>
        {shown.length === 0 && (
          <NoLines
            any={lines.all.length > 0}
            onClear={() => onChange({ q: undefined, show: undefined }, { replace: true })}
          />
        )}
        {shown.length > 0 && (
          <LineList
            ref={list}
            lines={shown}
            course={course}
            moment={moment}
            over={over}
            selected={search.entry}
            root={session.projectRoot ?? session.cwd}
            live={live}
            onSelect={onSelect}
          />
        )}
      </section>
      <Detail
        ref={detail}
        session={session}
        course={course}
        moment={moment}
        over={over}
        line={selected}
        missing={search.entry !== undefined && selected === undefined}
        lines={lines}
        onClose={() => close()}
        onStep={(by) => step(by)}
        onGo={go}
        onChange={onChange}
      />
    </div>
  );
}

/** The newest of a function under one name, so that lines that get it need not be drawn again. */
function useStable<Arguments extends unknown[]>(act: (...given: Arguments) => void): (...given: Arguments) => void {
  const newest = useRef(act);
  useEffect(() => {
    newest.current = act;
  });
  const stable = useRef((...given: Arguments) => newest.current(...given));
  return stable.current;
}

function NoLines({ any, onClear }: { any: boolean; onClear: () => void }) {
  if (!any) return <Notice icon="dots" title="Nothing happened in it yet" />;
  return (
    <Notice icon="search" title="No entry fits this filter">
      <NoticeButton onClick={onClear}>Show everything</NoticeButton>
    </Notice>
  );
}
