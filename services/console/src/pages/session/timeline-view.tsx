import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import type { Session } from '../../api/shapes.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { Bones } from '../../parts/bones.tsx';
import { Choice, FilterField } from '../../parts/field.tsx';
import { Notice, NoticeButton } from '../../parts/notice.tsx';
import { counted } from '../../words/quantity.ts';
import { DensityStrip } from './density-strip.tsx';
import { Detail } from './detail.tsx';
import { LineList, type LineListHandle } from './line-list.tsx';
import { chosenLines, isProblem, type Lines } from './lines.ts';
import type { SessionSearch } from './route.ts';
import type { ChangeSearch } from './session-page.tsx';
import styles from './timeline-view.module.css';
import { shows } from './views.ts';

/** The time line with what is selected beside it; on a narrow screen above it. */
export function TimelineView(props: {
  session: Session;
  lines: Lines;
  loading: boolean;
  complete: boolean;
  /** What stands in place of the lines when they could not be had. */
  failure: ReactNode;
  search: SessionSearch;
  onChange: ChangeSearch;
}) {
  const { session, lines, loading, complete, failure, search, onChange } = props;
  const { show = 'all', q = '' } = search;
  const text = useDeferredValue(q);
  const shown = useMemo(() => chosenLines(lines.all, show, text), [lines, show, text]);
  const selected = search.entry === undefined ? undefined : lines.byId.get(search.entry);
  const list = useRef<LineListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const detail = useRef<HTMLElement>(null);

  const select = (entry: string | undefined) => onChange({ entry }, { replace: search.entry !== undefined });
  const step = (by: number, fits: (index: number) => boolean = () => true) => {
    const at = shown.findIndex(({ entry }) => entry.id === search.entry);
    let index = at === -1 ? (by > 0 ? 0 : shown.length - 1) : at + by;
    while (index >= 0 && index < shown.length && !fits(index)) index += by;
    const next = shown[index];
    if (next !== undefined) select(next.entry.id);
    return true;
  };
  // Inside of the detail the arrows scroll it.
  const isTaken = (key: string) => key.startsWith('Arrow') && detail.current?.contains(document.activeElement) === true;
  const isTurn = (index: number) => shown[index]?.entry.type === 'turn';
  const failed = (index: number) => isProblem(shown[index]!.entry);
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
    { keys: ['Escape'], label: 'Close it', run: close },
    {
      keys: ['e'],
      label: 'Go to the end, and follow',
      run: () => {
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

  const problems = useMemo(() => lines.all.filter(({ entry }) => isProblem(entry)).length, [lines]);
  return (
    <div className={styles.view} data-open={search.entry !== undefined}>
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
            {!loading && counted(shown.length, 'entry', 'entries')}
            {!loading && !complete && ', loading more'}
            {!loading && problems > 0 && `, ${counted(problems, 'problem')}`}
          </p>
        </search>
        <DensityStrip lines={shown} onGo={(index) => list.current?.toIndex(index)} />
        {failure}
        {loading && !failure && <Bones label="Loading the time line" />}
        {!loading && shown.length === 0 && (
          <NoLines
            any={lines.all.length > 0}
            onClear={() => onChange({ q: undefined, show: undefined }, { replace: true })}
          />
        )}
        {shown.length > 0 && (
          <LineList
            ref={list}
            lines={shown}
            selected={search.entry}
            root={session.projectRoot ?? session.cwd}
            live={session.state === 'running' || session.state === 'waiting'}
            onSelect={select}
          />
        )}
      </section>
      <Detail
        ref={detail}
        session={session}
        line={selected}
        missing={search.entry !== undefined && selected === undefined && complete}
        lines={lines}
        onClose={() => close()}
        onStep={(by) => step(by)}
        onChange={onChange}
      />
    </div>
  );
}

function NoLines({ any, onClear }: { any: boolean; onClear: () => void }) {
  if (!any) return <Notice icon="dots" title="Nothing happened in it yet" />;
  return (
    <Notice icon="search" title="No entry fits this filter">
      <NoticeButton onClick={onClear}>Show everything</NoticeButton>
    </Notice>
  );
}
