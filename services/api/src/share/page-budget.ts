import { Throttle } from '../throttle.ts';

const spanMs = 60_000;
const ofOneMax = 30;
const ofAllMax = 120;
const linksMax = 1_000;

/**
 * How often shared pages are made: whoever has one link cannot keep the holders of others from theirs, and who has none
 * takes nothing from anybody. Ask only for links that are good.
 */
export class PageBudget {
  readonly #all = new Throttle(ofAllMax, spanMs);
  readonly #links = new Map<string, Throttle>();

  /** 0 when the page of this link may be made, else the milliseconds until it may be tried again. */
  take(link: string, nowMs: number = performance.now()): number {
    const own = this.#links.get(link) ?? new Throttle(ofOneMax, spanMs);
    this.#links.delete(link);
    this.#links.set(link, own);
    if (this.#links.size > linksMax) this.#links.delete(this.#links.keys().next().value!);
    return own.take(nowMs) || this.#all.take(nowMs);
  }
}
