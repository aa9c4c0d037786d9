interface Bucket {
  tokens: number;
  atMs: number;
}

const BUCKETS_MAX = 10_000;

/** Lets each key have so many events a second, and twice as many at once after a quiet second or two. */
export class EventRate {
  readonly #perSecond: number;
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number, nowMs: () => number = Date.now) {
    this.#perSecond = perSecond;
    this.#nowMs = nowMs;
  }

  /** Takes `count` events out of the key's allowance. 0 when they may pass, else how long to wait. */
  take(key: string, count: number): number {
    const nowMs = this.#nowMs();
    const full = this.#perSecond * 2;
    const before = this.#buckets.get(key) ?? { tokens: full, atMs: nowMs };
    const refilled = before.tokens + (Math.max(0, nowMs - before.atMs) / 1000) * this.#perSecond;
    const tokens = Math.min(full, refilled);
    this.#buckets.delete(key);
    if (this.#buckets.size >= BUCKETS_MAX) this.#buckets.delete(this.#buckets.keys().next().value!);
    // More than the bucket can ever hold passes when it is full: such a request could never pass otherwise.
    const passes = tokens >= Math.min(count, full);
    this.#buckets.set(key, { tokens: passes ? tokens - count : tokens, atMs: nowMs });
    return passes ? 0 : Math.ceil(((Math.min(count, full) - tokens) / this.#perSecond) * 1000);
  }
}
