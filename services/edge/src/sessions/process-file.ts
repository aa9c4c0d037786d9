import { readFileSync } from 'node:fs';
import type { ProcessMap } from '@hookline/harnesses';
import { writeWhole } from './write-whole.ts';

/** Keeps which session each harness process held last, so that the next one of the same process knows it. */
export class ProcessFile {
  readonly #file: string;
  #kept: ProcessMap | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** What was kept; nothing when it cannot be read: then a link between two sessions may be missing. */
  load(): ProcessMap {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      if (typeof found === 'object' && found !== null) return found as ProcessMap;
    } catch {
      // Not there yet, or not ours.
    }
    return {} as ProcessMap;
  }

  save(processes: ProcessMap): void {
    if (processes === this.#kept) return;
    writeWhole(this.#file, JSON.stringify(processes));
    this.#kept = processes;
  }
}
