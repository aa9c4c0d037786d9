import { readFileSync, renameSync, rmSync, statfsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipStrings } from './clip.ts';
import type { SpoolLayout } from './layout.ts';
import type { SpoolItem } from './order.ts';
import { interpretEntry } from './reading.ts';

export interface SpoolLimits {
  /** All entries together. */
  readonly bytesMax: number;
  readonly entriesMax: number;
  /** Below this much free disk the spool counts as full whatever its own size. */
  readonly diskFreeBytesMin: number;
  /** What a body is cut to, in characters, when the spool is over `bytesMax`. */
  readonly bodyCharactersMax: number;
}

export const defaultLimits: SpoolLimits = {
  bytesMax: 1024 ** 3,
  entriesMax: 50_000,
  diskFreeBytesMin: 128 * 1024 ** 2,
  bodyCharactersMax: 1024,
};

export interface TrimReport {
  /** Entries whose bodies were cut. */
  readonly trimmed: number;
  readonly freedBytes: number;
  /** Whether shims drop from now on. */
  readonly full: boolean;
}

/**
 * Brings the spool under its limits, oldest bodies first, and says whether that was enough. No entry is
 * removed: what does not fit after all bodies are cut is refused at the door, by the `full` marker.
 */
export function trimEntries(items: readonly SpoolItem[], layout: SpoolLayout, limits: SpoolLimits): TrimReport {
  const diskFree = () => {
    const { bavail, bsize } = statfsSync(layout.folder);
    return bavail * bsize;
  };
  const bytesBefore = items.reduce((sum, item) => sum + item.bytes, 0);
  let bytes = bytesBefore;
  let trimmed = 0;
  const tight = diskFree() < limits.diskFreeBytesMin;
  for (const item of items) {
    if (bytes <= limits.bytesMax && !tight) break;
    const freed = clipEntry(item, layout, limits.bodyCharactersMax);
    if (freed > 0) trimmed += 1;
    bytes -= freed;
  }
  const full = bytes > limits.bytesMax || items.length >= limits.entriesMax || diskFree() < limits.diskFreeBytesMin;
  return { trimmed, freedBytes: bytesBefore - bytes, full };
}

/** Bytes freed. The capture time stays; an entry that cannot be cut, or is not smaller afterwards, is left alone. */
function clipEntry(item: SpoolItem, layout: SpoolLayout, charactersMax: number): number {
  if (item.bytes <= charactersMax) return 0;
  const file = join(layout.entries, item.name);
  const scratch = join(layout.folder, 'trimming');
  const mtimeMs = Number(item.capturedAtNs) / 1e6;
  try {
    const text = readFileSync(file, 'utf8');
    const reading = interpretEntry({ name: item.name, text, mtimeMs }, { nowMs: mtimeMs, graceMs: 1 });
    if (reading.status !== 'complete') return 0;
    const header = text.slice(0, text.indexOf('\n') + 1);
    const clipped = `${header}${JSON.stringify(clipStrings(reading.entry.payload, charactersMax))}\n`;
    const size = Buffer.byteLength(clipped);
    if (size >= item.bytes) return 0;
    writeFileSync(scratch, clipped, { mode: 0o600 });
    utimesSync(scratch, mtimeMs / 1000, mtimeMs / 1000);
    renameSync(scratch, file);
    return item.bytes - size;
  } catch {
    // Gone meanwhile, not ours to read, nested beyond the stack, no room: the limits must hold for all others.
    rmSync(scratch, { force: true });
    return 0;
  }
}
