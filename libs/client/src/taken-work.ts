import { backoffMs, pause } from './backoff.ts';
import type { RequestOptions } from './connection.ts';
import { HooklineError } from './hookline-error.ts';
import type { Ask } from './memory.ts';
import { type TakenItem, type WorkItem, workShapes } from './work-shapes.ts';

/** Somebody does not want the item to be done any more: its worker has to stop. */
export class WorkCancelledError extends Error {
  override name = 'WorkCancelledError';
  readonly by: string;
  constructor(item: string, { by, reason }: { readonly by: string; readonly reason: string }) {
    super(`work item ${item} was called off by ${by}: ${reason}`);
    this.by = by;
  }
}

/** The item is not this worker's any more: it took too long, or was not heard of for too long. */
export class WorkLostError extends Error {
  override name = 'WorkLostError';
  constructor(item: string, cause: unknown) {
    super(`work item ${item} is lost: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** What it took to do an item. */
export interface Spent {
  /** Our id of the session that worked on it. */
  readonly doneIn?: string | undefined;
  readonly costUsd?: number | undefined;
}

/** One part of an item that is split. */
export interface WorkPart {
  readonly payload: unknown;
  readonly queue?: string | undefined;
  readonly attempts?: number | undefined;
  readonly priority?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly harness?: string | undefined;
}

/** How parts come together; see docs/how-to/take-work.md. */
export interface WorkJoining {
  readonly on?: 'all-done' | 'any-failed' | 'any-done' | undefined;
  readonly untilMs?: number | undefined;
  readonly cancelRest?: boolean | undefined;
  readonly next?: 'complete' | 'again' | (WorkPart & { readonly queue: string; readonly prompt?: string }) | undefined;
}

type Report = (name: string, body: object, options?: RequestOptions) => Promise<unknown>;

/** Unanswered reports are tried again for so long: what was done should not be done again for a server that restarts. */
const reportForMs = 60_000;
const waitMsMax = 25_000;

/**
 * An item that this process holds. It tells the bus that it lives until it is reported on. `signal` aborts when the item
 * is called off (`WorkCancelledError`) or lost (`WorkLostError`): stop then. After the first report every other rejects.
 */
export class TakenWork {
  readonly item: TakenItem;
  readonly #ask: Ask;
  readonly #stop = new AbortController();
  readonly #beating = new AbortController();
  readonly #leaseMs: number;
  #lease: string;
  #isOver = false;

  constructor(ask: Ask, item: TakenItem, leaseMs: number, outer?: AbortSignal) {
    this.item = item;
    this.#ask = ask;
    this.#leaseMs = leaseMs;
    this.#lease = item.lease;
    const stop = () => this.#stop.abort(outer?.reason);
    if (outer?.aborted) stop();
    outer?.addEventListener('abort', stop, { once: true, signal: this.#beating.signal });
    void this.#beat();
  }

  get id(): string {
    return this.item.id;
  }

  get queue(): string {
    return this.item.queue;
  }

  get payload(): unknown {
    return this.item.payload;
  }

  get attempt(): number {
    return this.item.attempts;
  }

  get fence(): number {
    return this.item.fence;
  }

  /** A bearer token for this item's reports and nothing else; a fresh one comes with every heartbeat. */
  get lease(): string {
    return this.#lease;
  }

  /** Aborts when there is no use in going on. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Whether it was reported on. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Says how far it is: in words, and as a share from 0 to 1. */
  async progress(note?: string, share?: number): Promise<void> {
    this.#heard(workShapes.held.parse(await this.#report('progress', { note, share })));
  }

  /** Says which session works on it, or in which folder one is about to begin. */
  async started(at: {
    readonly session?: string | undefined;
    readonly folder?: string | undefined;
    readonly host?: string | undefined;
    readonly harness?: string | undefined;
  }): Promise<void> {
    await this.#report('started', at);
  }

  /** It is done. */
  async done(result?: unknown, spent: Spent = {}): Promise<WorkItem> {
    return await this.#end('done', { result, ...spent });
  }

  /** This attempt failed; `final` says that no other would do better. */
  async fail(error: unknown, more: Spent & { readonly final?: boolean } = {}): Promise<WorkItem> {
    const text = (error instanceof Error ? error.message : String(error)).slice(0, 10_000) || 'failed';
    return await this.#end('fail', { error: text, ...more });
  }

  /** It is done in parts: others take them, and it waits until they are together. */
  async split(children: readonly WorkPart[], join?: WorkJoining): Promise<WorkItem> {
    return await this.#end('split', { children, ...(join && { join }) });
  }

  /** Its worker stopped, as it was asked to. */
  async cancelled(): Promise<WorkItem> {
    return await this.#end('cancelled', {});
  }

  /** Says no more that it lives. What was not reported on is offered to others when its lease is over. */
  letGo(): void {
    this.#isOver = true;
    this.#beating.abort();
  }

  async #end(name: string, body: object): Promise<WorkItem> {
    if (this.#isOver) throw new Error(`work item ${this.id} was reported on before`);
    this.letGo();
    return workShapes.item.parse(await this.#patiently(name, body));
  }

  #report: Report = (name, body, options) =>
    this.#ask('POST', `/v1/work/items/${encodeURIComponent(this.id)}/${name}`, {
      ...options,
      body: { fence: this.fence, ...body },
      schema: workShapes.any,
    });

  async #patiently(name: string, body: object): Promise<unknown> {
    const until = Date.now() + reportForMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#report(name, body);
      } catch (error) {
        if (!(error instanceof HooklineError && error.retryable) || Date.now() > until) throw error;
        await pause(error.retryAfterMs ?? backoffMs(attempt, { maxMs: 5_000 }));
      }
    }
  }

  #heard({ cancel, lease }: { readonly cancel: { by: string; reason: string } | null; readonly lease: string }): void {
    this.#lease = lease;
    if (cancel !== null && !this.signal.aborted) this.#stop.abort(new WorkCancelledError(this.id, cancel));
  }

  /** Each heartbeat waits on the bus until there is something to hear, at most a third of the lease. */
  async #beat(): Promise<void> {
    const { signal } = this.#beating;
    const waitMs = Math.min(waitMsMax, Math.floor(this.#leaseMs / 3));
    let heardAtMs = Date.now();
    for (let failures = 0; !signal.aborted; ) {
      try {
        const wait = this.signal.aborted ? 0 : waitMs;
        const body = { waitMs: wait, leaseMs: this.#leaseMs };
        const answer = await this.#report('heartbeat', body, { signal, timeoutMs: wait + 30_000 });
        this.#heard(workShapes.held.parse(answer));
        failures = 0;
        heardAtMs = Date.now();
        // Who was told to stop still holds the item until it says that it stopped.
        if (this.signal.aborted) await pause(waitMs, signal);
      } catch (error) {
        if (signal.aborted) return;
        const isOthers = error instanceof HooklineError && [401, 403, 404, 409, 410].includes(error.status);
        // Nobody answers: by now somebody else may have been given it.
        if (isOthers || Date.now() - heardAtMs > this.#leaseMs) {
          this.#stop.abort(new WorkLostError(this.id, error));
          return;
        }
        failures += 1;
        await pause(Math.min(backoffMs(failures), waitMs), signal);
      }
    }
  }
}
