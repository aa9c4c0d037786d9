/** An entry as a listing sees it, unread. */
export interface SpoolItem {
  readonly name: string;
  readonly capturedAtMs: number;
  readonly capturedAtNs: bigint;
  readonly bytes: number;
}

/**
 * Capture order: by time, then by the shim's process id (a name is `<session>.<pid>.<try>`), because two
 * hooks in a row can fall into one tick of a coarse file clock, then by name.
 */
export function byCapture(a: SpoolItem, b: SpoolItem): number {
  if (a.capturedAtNs !== b.capturedAtNs) return a.capturedAtNs < b.capturedAtNs ? -1 : 1;
  return shimPid(a.name) - shimPid(b.name) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

function shimPid(name: string): number {
  return Number(name.split('.').at(-2)) || 0;
}
