import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type Memory, useMemories } from '../../../api/memory.ts';
import { useStatus } from '../../../api/status.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Bones } from '../../../parts/bones.tsx';
import { FilterField } from '../../../parts/field.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { MoreButton } from '../../../parts/more-button.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { Page } from '../../../parts/page.tsx';
import { Said } from '../../../parts/said.tsx';
import { useTyped } from '../../../parts/use-typed.ts';
import { useWide } from '../../../parts/use-wide.ts';
import { withValue } from '../../../words/search-text.ts';
import { type Action, actions, actionsFor, actionsForAll } from '../decide/actions.ts';
import { DecidingDialog } from '../decide/deciding-dialogs.tsx';
import { useDeciding } from '../decide/use-deciding.ts';
import { MemorySections } from '../memory-sections.tsx';
import type { QueueSearch } from '../route.ts';
import { AsOf } from './as-of.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { EmptyQueue } from './empty-queue.tsx';
import styles from './queue.module.css';
import { QueueAside } from './queue-aside.tsx';
import { QueueFields } from './queue-fields.tsx';
import { QueueRow } from './queue-row.tsx';
import { StatusTabs } from './status-tabs.tsx';
import { statusNamed } from './statuses.ts';

/** What is known, what waits for a person, and everything one can do about it by key. */
export function QueuePage() {
  const search = useSearch({ from: '/memory' });
  const navigate = useNavigate({ from: '/memory' });
  const { status: _, ...narrowed } = search;
  const status = statusNamed(search.status);
  const found = useMemories({ ...narrowed, ...status.filter });
  const memories = found.data?.pages.flatMap((page) => page.memories) ?? [];
  const counts = found.data?.pages[0]?.counts;
  const head = useStatus().data?.log?.last;

  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // Not in the URL: who goes along the list by key is faster than that.
  const [chosen, setChosen] = useState<string>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ readonly memory: Memory; readonly action: Action['name'] }>();
  const deciding = useDeciding();
  const wide = useWide();

  const change = (next: QueueSearch) => void navigate({ search: next, replace: true });
  const [typed, setTyped] = useTyped(search.q ?? '', (value) => change(withValue(search, 'q', value)));
  const current = memories.find(({ id }) => id === chosen) ?? memories[0];
  const picked = memories.filter(({ id }) => selected.has(id));
  const isPast = search.at !== undefined;
  // What was believed is folded again, of one project at a time.
  const projectThen = search.project ?? current?.project;

  const act = (memory: Memory, action: Action) => {
    if (action.asks) return setAsking({ memory, action: action.name });
    const next = memories[memories.indexOf(memory) + 1];
    deciding.decide([memory], { action: action.name } as Parameters<typeof deciding.decide>[1]);
    if (next === undefined) return;
    setChosen(next.id);
    rowOf(page.current, memories.indexOf(next))?.focus();
  };
  const actOnAll = (action: Action) => {
    deciding.decide(picked, { action: action.name } as Parameters<typeof deciding.decide>[1]);
    setSelected(new Set());
  };
  const byKey = (name: Action['name']) => () => {
    if (isPast) return false;
    if (picked.length > 0) {
      const action = actionsForAll(picked).find((one) => one.name === name);
      if (action !== undefined) actOnAll(action);
      return action !== undefined;
    }
    const action = current && actionsFor(current).find((one) => one.name === name);
    if (current === undefined || action === undefined) return false;
    act(current, action);
    return true;
  };
  const select = (id: string, isSelected: boolean) =>
    setSelected((before) => new Set([...[...before].filter((one) => one !== id), ...(isSelected ? [id] : [])]));

  useTitle('Memory');
  usePageKeys('Memory', { page, row: 'memory', field });
  useShortcuts('Decide', [
    ...Object.values(actions).map(({ name, key, label }) => ({ keys: [key], label, run: byKey(name) })),
    {
      keys: ['x'],
      label: 'Select it, to decide about several',
      run: () => {
        if (current === undefined || isPast) return false;
        select(current.id, !selected.has(current.id));
        return true;
      },
    },
    {
      keys: ['Escape'],
      label: 'Select none',
      run: () => {
        if (selected.size === 0) return false;
        setSelected(new Set());
        return true;
      },
    },
  ]);

  return (
    <Page
      page={page}
      title="Memory"
      field={<FilterField field={field} label="Words of the memory" value={typed} onChange={setTyped} />}
      tools={<QueueFields search={search} memories={memories} onChange={change} />}
      sections={<MemorySections />}
    >
      <div className={styles.above}>
        <StatusTabs
          value={status.value}
          counts={counts}
          onChange={(value) => {
            setSelected(new Set());
            setChosen(undefined);
            change(withValue(search, 'status', value === 'waiting' ? '' : value));
          }}
        />
        {!isPast && (
          <button
            type="button"
            className={styles.back}
            disabled={head === undefined || projectThen === undefined}
            onClick={() => change({ ...search, project: projectThen!, at: head! })}
          >
            <Icon name="stepBack" size={13} />
            What did we believe then
          </button>
        )}
      </div>
      {search.at !== undefined && (
        <AsOf
          at={search.at}
          onChange={(at) => {
            const { at: __, ...others } = search;
            change(at === undefined ? others : { ...others, at });
          }}
        />
      )}
      {found.isPending && <Bones label="Loading memories" inset={false} />}
      {found.error && <FailureNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && memories.length === 0 && (
        <EmptyQueue search={search} status={status.value} counts={counts} onChange={change} />
      )}
      {memories.length > 0 && (
        <div className={styles.split}>
          <div>
            <ol className={styles.rows} aria-label={`Memories: ${status.label}`} data-old={found.isPlaceholderData}>
              {memories.map((memory) => (
                <QueueRow
                  key={memory.id}
                  memory={memory}
                  isChosen={wide && memory === current}
                  isSelected={selected.has(memory.id)}
                  word={deciding.wordFor(memory)}
                  beside={wide}
                  at={search.at}
                  onChoose={() => setChosen(memory.id)}
                  onSelect={(isSelected) => select(memory.id, isSelected)}
                />
              ))}
            </ol>
            {found.hasNextPage && <MoreButton query={found}>Show more</MoreButton>}
          </div>
          {wide && current && (
            <QueueAside
              key={current.id}
              memory={current}
              disabled={isPast || deciding.wordFor(current) !== undefined}
              onAct={(action) => act(current, action)}
            />
          )}
        </div>
      )}
      {picked.length > 0 && (
        <BulkBar
          memories={picked}
          all={memories}
          onAct={actOnAll}
          onSelectAll={() => setSelected(new Set(memories.map(({ id }) => id)))}
          onClear={() => setSelected(new Set())}
        />
      )}
      {asking && <DecidingDialog {...asking} deciding={deciding} onClose={() => setAsking(undefined)} />}
      <Said said={deciding.said} forget={deciding.forget} />
    </Page>
  );
}

function rowOf(page: HTMLElement | null, index: number): HTMLElement | undefined {
  return page?.querySelectorAll<HTMLElement>('ol [data-row]')[index];
}
