import { watch } from 'node:fs';

/**
 * Ticks when something happens in a folder: once at once, then within milliseconds of a change, and at the
 * latest every `pollMs` (file systems that announce nothing exist). Changes between two ticks are one tick.
 * Ends when `signal` aborts.
 */
export async function* watchFolder(folder: string, signal: AbortSignal, pollMs: number): AsyncGenerator<void> {
  let changed = true;
  let wake = () => {};
  const notice = () => {
    changed = true;
    wake();
  };
  const watcher = openWatcher(folder, notice);
  const poll = setInterval(notice, pollMs);
  signal.addEventListener('abort', notice);
  try {
    while (!signal.aborted) {
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) return;
      changed = false;
      yield;
    }
  } finally {
    clearInterval(poll);
    signal.removeEventListener('abort', notice);
    watcher?.close();
  }
}

/** Undefined when the system has no watch left to give: polling carries on alone. */
function openWatcher(folder: string, notice: () => void) {
  try {
    const watcher = watch(folder, { persistent: true }, notice);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
