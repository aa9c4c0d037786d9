import { useSyncExternalStore } from 'react';

const wide = matchMedia('(min-width: 1001px)');

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
}

/** Whether there is room for something beside a list. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
