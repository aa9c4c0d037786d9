import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sizeOf } from './file-size.ts';
import type { SpoolLayout } from './layout.ts';

const RejectedRecord = z.object({
  name: z.string(),
  reason: z.string(),
  /** ISO 8601, UTC. */
  rejectedAt: z.string(),
  /** Redacted by whoever rejected it. */
  text: z.string(),
});

/** An entry that will never be an event, kept so that a person can see why. */
export type RejectedEntry = z.infer<typeof RejectedRecord>;

const TEXT_MAX = 64 * 1024;
const NAME_BYTES_MAX = 200;

/** Keeps the newest `keptMax` rejected entries and the number of all there ever were. */
export class RejectedEntries {
  readonly #layout: SpoolLayout;
  readonly #keptMax: number;

  constructor(layout: SpoolLayout, keptMax: number) {
    this.#layout = layout;
    this.#keptMax = keptMax;
  }

  add(name: string, reason: string, redactedText: string): void {
    const at = new Date();
    const record: RejectedEntry = { name, reason, rejectedAt: at.toISOString(), text: redactedText.slice(0, TEXT_MAX) };
    const file = join(this.#layout.rejected, `${at.getTime()}-${fileNameOf(name)}.json`);
    writeFileSync(file, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    appendFileSync(this.#layout.rejectedCount, '.', { mode: 0o600 });
    const names = this.#names();
    for (const old of names.slice(0, Math.max(0, names.length - this.#keptMax))) {
      rmSync(join(this.#layout.rejected, old), { force: true });
    }
  }

  /** Oldest first. */
  list(): RejectedEntry[] {
    return this.#names().flatMap((name) => {
      const parsed = RejectedRecord.safeParse(readJson(join(this.#layout.rejected, name)));
      return parsed.success ? [parsed.data] : [];
    });
  }

  /** All that were ever rejected, also those no longer kept. */
  count(): number {
    return sizeOf(this.#layout.rejectedCount);
  }

  #names(): string[] {
    return readdirSync(this.#layout.rejected)
      .filter((name) => name.endsWith('.json'))
      .sort();
  }
}

/** The name itself, or its beginning with a hash where a file could not be called so with ours around it. */
function fileNameOf(name: string): string {
  if (Buffer.byteLength(name) <= NAME_BYTES_MAX) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, NAME_BYTES_MAX / 4)}.${hash}`;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
