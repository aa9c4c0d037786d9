import { useRef } from 'react';
import styles from './tabs.module.css';
import { type Tab, tabLabels, tabNames } from './views.ts';

/** Left and right arrows go from tab to tab, as tabs do; only the chosen one is a stop of the tab key. */
export function Tabs(props: {
  chosen: Tab;
  counts: Readonly<Partial<Record<Tab, number>>>;
  onChoose: (tab: Tab) => void;
}) {
  const { chosen, counts, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  const move = (step: number) => {
    const next = tabNames[(tabNames.indexOf(chosen) + step + tabNames.length) % tabNames.length]!;
    onChoose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div
      ref={list}
      className={styles.tabs}
      role="tablist"
      aria-label="Parts of the session"
      onKeyDown={({ key }) => {
        if (key === 'ArrowRight') move(1);
        if (key === 'ArrowLeft') move(-1);
      }}
    >
      {tabNames.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === chosen}
          aria-controls="panel"
          tabIndex={name === chosen ? 0 : -1}
          className={styles.tab}
          onClick={() => onChoose(name)}
        >
          {tabLabels[name]}
          {(counts[name] ?? 0) > 0 && <span className={styles.count}>{counts[name]}</span>}
        </button>
      ))}
    </div>
  );
}
