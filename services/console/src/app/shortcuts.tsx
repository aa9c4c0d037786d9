import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';

/** A thing one can do by key. `keys` is what one types: a key's name, or two with a space between (`g s`). */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly label: string;
  /** False leaves the key to whoever else wants it. */
  readonly run: (key: string) => boolean | undefined;
}

/** Shortcuts of one part of the page, as the help shows them. */
interface Group {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

interface Registry {
  readonly groups: readonly Group[];
  add(id: symbol, title: string, read: () => readonly Shortcut[]): () => void;
}

const ShortcutsContext = createContext<Registry | undefined>(undefined);
const sequenceWithinMs = 1200;

export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [parts] = useState(() => new Map<symbol, { title: string; read: () => readonly Shortcut[] }>());
  const pending = useRef<{ key: string; atMs: number } | undefined>(undefined);

  const registry = useMemo<Registry>(
    () => ({
      get groups() {
        return [...parts.values()].map(({ title, read }) => ({ title, shortcuts: read() }));
      },
      add(id, title, read) {
        parts.set(id, { title, read });
        return () => parts.delete(id);
      },
    }),
    [parts],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isLeftAlone(event)) return;
      const before = pending.current;
      pending.current = undefined;
      const pair = before && Date.now() - before.atMs < sequenceWithinMs ? `${before.key} ${event.key}` : undefined;
      // The part that came last is the innermost: it may take a key from the page around it.
      const shortcuts = [...parts.values()].reverse().flatMap(({ read }) => read());
      const wanted = (keys: string) => shortcuts.filter((shortcut) => shortcut.keys.includes(keys));
      const fitting = pair === undefined ? [] : wanted(pair);
      for (const shortcut of fitting.length > 0 ? fitting : wanted(event.key)) {
        if (shortcut.run(event.key) === false) continue;
        event.preventDefault();
        return;
      }
      if (shortcuts.some(({ keys }) => keys.some((one) => one.startsWith(`${event.key} `)))) {
        pending.current = { key: event.key, atMs: Date.now() };
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [parts]);

  return <ShortcutsContext.Provider value={registry}>{children}</ShortcutsContext.Provider>;
}

export function useRegistry(): Registry {
  const registry = useContext(ShortcutsContext);
  if (registry === undefined) throw new Error('shortcuts are used outside of ShortcutsProvider');
  return registry;
}

/** Makes shortcuts work, and the help list them, as long as the calling component is shown. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const { add } = useRegistry();
  const newest = useRef(shortcuts);
  useEffect(() => {
    newest.current = shortcuts;
  });
  useEffect(() => add(Symbol(title), title, () => newest.current), [add, title]);
}

/** Keys that belong to what has the focus: text that is typed, a link or button that is pressed, an open dialog. */
function isLeftAlone({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog[open]') !== null) return true;
  if (target.matches('[type="checkbox"], [type="radio"]')) return key === ' ';
  if (target.matches('input, textarea, select, [contenteditable]')) return key !== 'Escape';
  return (key === 'Enter' || key === ' ') && target.matches('a, button, summary');
}
