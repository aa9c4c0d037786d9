import type { RefObject } from 'react';
import type { Shortcut } from './shortcuts.tsx';

/** Moves the focus among what is marked `data-row` inside the page; Enter then is the row's own. */
export function useRowKeys(page: RefObject<HTMLElement | null>, row: string): readonly Shortcut[] {
  const move = (step: number) => () => {
    const rows = [...(page.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = rows[at === -1 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return true;
  };
  return [
    { keys: ['j', 'ArrowDown'], label: `Next ${row}`, run: move(1) },
    { keys: ['k', 'ArrowUp'], label: `${row.charAt(0).toUpperCase()}${row.slice(1)} before`, run: move(-1) },
    { keys: ['Enter'], label: 'Open it', run: () => false },
  ];
}
