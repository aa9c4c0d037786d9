/** How often what is dear to draw follows a cursor that moves. */
const followEveryMs = 110;

/**
 * The moment that the page shows, outside of React: the strip follows it in every frame, lists and panels (`settled`)
 * only so often. Undefined is the end, wherever that is.
 */
export class Cursor {
  #moment: number | undefined;
  #settled: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #moving = new Set<() => void>();
  readonly #settling = new Set<() => void>();

  readonly moment = (): number | undefined => this.#moment;
  readonly settled = (): number | undefined => this.#settled;

  readonly onMove = (listener: () => void): (() => void) => {
    this.#moving.add(listener);
    return () => this.#moving.delete(listener);
  };

  readonly onSettle = (listener: () => void): (() => void) => {
    this.#settling.add(listener);
    return () => this.#settling.delete(listener);
  };

  /** `hurry` settles at once: for a step by key, not for a drag. */
  set(moment: number | undefined, { hurry = false }: { hurry?: boolean } = {}): void {
    if (moment !== this.#moment) {
      this.#moment = moment;
      for (const listener of this.#moving) listener();
    }
    if (hurry) this.#settle();
    else if (this.#settled !== moment) this.#timer ??= setTimeout(() => this.#settle(), followEveryMs);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#settled === this.#moment) return;
    this.#settled = this.#moment;
    for (const listener of this.#settling) listener();
  }
}
