import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sizeOf } from './file-size.ts';
import { type SpoolLayout, spoolLayout } from './layout.ts';
import { byCapture, type SpoolItem } from './order.ts';
import { type BrokenReason, interpretEntry, type SpoolReading } from './reading.ts';
import { RejectedEntries, type RejectedEntry } from './rejected.ts';
import { defaultLimits, type SpoolLimits, type TrimReport, trimEntries } from './trim.ts';
import { watchFolder } from './watch.ts';

export interface SpoolSettings {
  /** How long an entry that does not parse may rest before it is called broken. */
  readonly graceMs?: number;
  /** A larger entry is broken, `too-large`, and never read into memory. */
  readonly entryBytesMax?: number;
  /** How many rejected entries are kept; all are counted. */
  readonly rejectedKeptMax?: number;
}

export interface Backlog {
  readonly entries: number;
  readonly bytes: number;
  /** 0 when there are none. */
  readonly oldestAgeMs: number;
  /** Events shims had to drop, since the spool was made. */
  readonly dropped: number;
  /** Entries rejected, since the spool was made. */
  readonly rejected: number;
  readonly full: boolean;
}

const STATS_PER_TURN = 500;

/**
 * The folder where shims leave captured payloads until the edge has them acknowledged. Shims only ever
 * create entries; one edge reads and removes them.
 */
export class Spool {
  readonly layout: SpoolLayout;
  readonly #graceMs: number;
  readonly #entryBytesMax: number;
  readonly #rejected: RejectedEntries;

  private constructor(layout: SpoolLayout, settings: SpoolSettings) {
    this.layout = layout;
    this.#graceMs = settings.graceMs ?? 10_000;
    this.#entryBytesMax = settings.entryBytesMax ?? 64 * 1024 ** 2;
    this.#rejected = new RejectedEntries(layout, settings.rejectedKeptMax ?? 1000);
  }

  /** Makes the folder and its parts if they are missing, readable by their owner only. */
  static open(folder: string, settings: SpoolSettings = {}): Spool {
    const layout = spoolLayout(folder);
    for (const path of [layout.folder, layout.entries, layout.rejected]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      chmodSync(path, 0o700);
    }
    return new Spool(layout, settings);
  }

  /** All entries in capture order but those of the names `except`, or the first `max` of them. Reads no contents. */
  async list(max = Number.POSITIVE_INFINITY, except?: ReadonlySet<string>): Promise<SpoolItem[]> {
    const items: SpoolItem[] = [];
    let seen = 0;
    for (const name of await readdir(this.layout.entries)) {
      if (except?.has(name)) continue;
      if (++seen % STATS_PER_TURN === 0) await nextTurn();
      const stat = statSync(join(this.layout.entries, name), { bigint: true, throwIfNoEntry: false });
      if (!stat?.isFile()) continue;
      const capturedAtMs = Number(stat.mtimeNs / 1_000_000n);
      items.push({ name, capturedAtMs, capturedAtNs: stat.mtimeNs, bytes: Number(stat.size) });
    }
    return items.sort(byCapture).slice(0, max);
  }

  /** Reads one entry and judges it. Synchronous: a small file takes less time than the detour of a promise. */
  read(name: string): SpoolReading {
    const file = join(this.layout.entries, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat) return { status: 'gone' };
    const { mtimeMs } = stat;
    const unread = (reason: BrokenReason, text: string): SpoolReading => {
      return { status: 'broken', reason, text, facts: undefined, capturedAtMs: Math.floor(mtimeMs) };
    };
    if (stat.size > this.#entryBytesMax) {
      return unread('too-large', `${stat.size} bytes, the limit is ${this.#entryBytesMax}`);
    }
    try {
      const text = readFileSync(file, 'utf8');
      return interpretEntry({ name, text, mtimeMs }, { nowMs: Date.now(), graceMs: this.#graceMs });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return { status: 'gone' };
      if (code === 'EACCES' || code === 'EPERM') return unread('unreadable', message);
      throw error;
    }
  }

  /** Removes entries whose events are acknowledged. One that is gone already is no error. */
  forget(names: Iterable<string>): void {
    for (const name of names) remove(join(this.layout.entries, name));
  }

  /** Takes an entry out of the queue and keeps its redacted text with the reason, counted and bounded. */
  reject(name: string, reason: string, redactedText: string): void {
    this.#rejected.add(name, reason, redactedText);
    remove(join(this.layout.entries, name));
  }

  /** The rejected entries still kept, oldest first. */
  rejected(): RejectedEntry[] {
    return this.#rejected.list();
  }

  async backlog(): Promise<Backlog> {
    const items = await this.list();
    return {
      entries: items.length,
      bytes: items.reduce((sum, item) => sum + item.bytes, 0),
      oldestAgeMs: items[0] ? Math.max(0, Date.now() - items[0].capturedAtMs) : 0,
      dropped: sizeOf(this.layout.dropped),
      rejected: this.#rejected.count(),
      full: statSync(this.layout.full, { throwIfNoEntry: false }) !== undefined,
    };
  }

  /**
   * Ticks once at once, then whenever entries may have come or grown, at the latest every `pollMs`. After a
   * tick, `list()` says what is there. Ends when `signal` aborts.
   */
  watch(signal: AbortSignal, { pollMs = 1000 }: { pollMs?: number } = {}): AsyncIterable<void> {
    return watchFolder(this.layout.entries, signal, pollMs);
  }

  /**
   * Keeps the spool within its limits: cuts the oldest bodies first, then sets the marker that makes shims
   * drop and count; removes the marker when there is room again. For the edge to call every few seconds.
   */
  async trim(limits: Partial<SpoolLimits> = {}): Promise<TrimReport> {
    const report = trimEntries(await this.list(), this.layout, { ...defaultLimits, ...limits });
    if (report.full) writeFileSync(this.layout.full, 'edge\n', { mode: 0o600 });
    else rmSync(this.layout.full, { force: true });
    return report;
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
