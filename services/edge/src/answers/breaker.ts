const remembered = 10;
const lateMax = 3;
const restMs = 10_000;

/** Stops an edge from letting hooks wait while it answers too late: three late answers of ten, and it rests for ten seconds. */
export class Breaker {
  #last: boolean[] = [];
  #restsUntilMs = Number.NEGATIVE_INFINITY;

  /** Times are of a clock that nobody sets back. */
  note(inTime: boolean, nowMs: number): void {
    this.#last = [...this.#last, inTime].slice(-remembered);
    if (this.#last.filter((one) => !one).length < lateMax) return;
    this.#last = [];
    this.#restsUntilMs = nowMs + restMs;
  }

  isOpen(nowMs: number): boolean {
    return nowMs < this.#restsUntilMs;
  }
}
