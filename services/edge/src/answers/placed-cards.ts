import type { Injection } from '@hookline/memory';

interface Placed {
  readonly injection: Injection;
  readonly fromMs: number;
  untilMs: number;
}

const foldersMax = 50;
const perFolderMax = 4;

/** Which card lay in which folder when: a shim prints what it finds, and says nothing of it. Times are Unix milliseconds. */
export class PlacedCards {
  readonly #byFolder = new Map<string, Placed[]>();

  put(folder: string, injection: Injection, { fromMs, untilMs }: { fromMs: number; untilMs: number }): void {
    const before = this.#byFolder.get(folder) ?? [];
    const last = before.at(-1);
    this.#byFolder.delete(folder);
    if (last !== undefined && last.untilMs >= fromMs && last.injection.text === injection.text) {
      last.untilMs = untilMs;
      this.#byFolder.set(folder, before);
      return;
    }
    this.take(folder, fromMs, before);
    this.#byFolder.set(folder, [...before, { injection, fromMs, untilMs }].slice(-perFolderMax));
    if (this.#byFolder.size > foldersMax) this.#byFolder.delete(this.#byFolder.keys().next().value!);
  }

  /** From then on there is none. */
  take(folder: string, atMs: number, placed: readonly Placed[] = this.#byFolder.get(folder) ?? []): void {
    const last = placed.at(-1);
    if (last !== undefined && last.untilMs > atMs) last.untilMs = atMs;
  }

  /** The card that a shim found there. */
  at(folder: string, atMs: number): Injection | undefined {
    return this.#byFolder.get(folder)?.findLast(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)?.injection;
  }
}
