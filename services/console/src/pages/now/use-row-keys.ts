import type { RefObject } from 'react';
import type { Shortcut } from '../../app/shortcuts.tsx';

/** Moves the focus among the links marked `data-row` inside the page; Enter then is the link's own. */
export function useRowKeys(page: RefObject<HTMLElement | null>): readonly Shortcut[] {
  const move = (step: number) => () => {
    const rows = [...(page.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = rows[at === -1 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return true;
  };
  return [
    { keys: ['j', 'ArrowDown'], label: 'Next session', run: move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Session before', run: move(-1) },
    { keys: ['Enter'], label: 'Open it', run: () => false },
  ];
}
