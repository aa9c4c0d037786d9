import { shellQuote } from '../shim/quote.ts';
import type { ShimSpec } from '../shim/render.ts';
import { codexAsks } from './asks.ts';

/** Codex's environment names nothing for its hooks; it starts them in the session's folder, itself their parent. */
export const codexShim: ShimSpec = {
  harness: 'codex',
  pid: 'PPID',
  project: 'PWD',
  card: { event: 'SessionStart' },
  asks: codexAsks.events,
  guard: codexAsks.guard,
};

/**
 * What Codex runs for one event. It starts hooks with the person's own login shell, which may be none that POSIX knows:
 * so the shim is handed to `sh`, in the same process, because that is how it knows whose child it is.
 */
export function codexCommand(shim: string, event: string): string {
  const path = shellQuote(shim);
  return `[ -r ${path} ] && exec /bin/sh ${path} ${event} || :`;
}
