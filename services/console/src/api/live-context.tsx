import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import type { Live, LiveState } from './live.ts';

const LiveContext = createContext<Live | undefined>(undefined);
export const LiveProvider = LiveContext.Provider;

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error('useLive is called outside of LiveProvider');
  return live;
}

export function useLiveState(): LiveState {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.state);
}

/** Listens as long as the calling component is shown. */
export function useListening(): void {
  const live = useLive();
  useEffect(() => live.start(), [live]);
}
