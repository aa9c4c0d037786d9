import type { RefObject } from 'react';
import { type Shortcut, useShortcuts } from './shortcuts.tsx';
import { useRowKeys } from './use-row-keys.ts';

/** The keys that every page with a list has: along its rows, and into its field. */
export function usePageKeys(
  title: string,
  of: {
    readonly page: RefObject<HTMLElement | null>;
    readonly row: string;
    readonly field?: RefObject<HTMLInputElement | null>;
    readonly more?: readonly Shortcut[];
  },
): void {
  const { page, row, field, more = [] } = of;
  const rows = useRowKeys(page, row);
  const toField: Shortcut = {
    keys: ['/'],
    label: 'To the field',
    run: () => {
      field?.current?.focus();
      field?.current?.select();
      return true;
    },
  };
  useShortcuts(title, [...rows, ...(field ? [toField] : []), ...more]);
}
