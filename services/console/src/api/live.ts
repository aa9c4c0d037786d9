import type { QueryClient } from '@tanstack/react-query';
import { memoryKey } from './memory-key.ts';
import { orchestrationKinds } from './orchestration-keys.ts';

export type LiveState = 'connecting' | 'live' | 'paused' | 'lost';

const refreshEveryMs = 400;
const retryFirstMs = 1_000;
const retryMostMs = 15_000;
const behindPatienceMs = 20_000;
/** Some of it is folded from the log, a moment after the stream told of it: so it is read once more then. */
const onceMoreAfterMs = 1_500;
/** Kinds of events after which what was asked under a key, whatever its session, is not what it was. */
const subjects: readonly { readonly key: string; readonly kinds: RegExp }[] = [
  { key: memoryKey, kinds: /^hookline\.(memory|skill|team|project)\./ },
  ...orchestrationKinds,
];

/** What the stream said last of a session. */
interface Newest {
  readonly position: number;
  readonly heardAtMs: number;
}

/**
 * Listens to the log's stream and marks as stale what it speaks of, so that pages follow without a reload. One stream
 * for the whole page; none while nobody looks, because a browser opens only few connections to one server.
 */
export class Live {
  readonly #queries: QueryClient;
  readonly #newest = new Map<string, Newest>();
  readonly #changed = new Set<string>();
  readonly #touched = new Map<string, { order: string; position: number }>();
  readonly #listeners = new Set<() => void>();
  readonly #changedSubjects = new Set<string>();
  readonly #readOnceMore = new Set<string>();
  #state: LiveState = 'connecting';
  #source: EventSource | undefined;
  #position: number | undefined;
  #refreshing: ReturnType<typeof setTimeout> | undefined;
  #readingOnceMore: ReturnType<typeof setTimeout> | undefined;
  #retrying: ReturnType<typeof setTimeout> | undefined;
  #retryMs = retryFirstMs;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  /** Starts listening; the function it gives stops that. */
  start(): () => void {
    const onVisible = () => (document.hidden ? this.#pause() : this.#open());
    document.addEventListener('visibilitychange', onVisible);
    onVisible();
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      this.#pause();
    };
  }

  readonly state = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Whether the stream already spoke of something that an answer read up to `position` does not have: read models come
   * a moment after the log. A session that stays behind (a quarantined one) is not asked about for ever.
   */
  isBehind(session: string, position: number): boolean {
    const newest = this.#newest.get(session);
    if (newest === undefined || newest.position <= position) return false;
    return Date.now() - newest.heardAtMs < behindPatienceMs;
  }

  /**
   * The earliest place in the session that events since the last call may have changed. It stays until the read models
   * have come as far as `position`, the last of these events.
   */
  takeLowestOrder(session: string, projectedPosition: number): string | undefined {
    const touched = this.#touched.get(session);
    if (touched !== undefined && touched.position <= projectedPosition) this.#touched.delete(session);
    return touched?.order;
  }

  #open(): void {
    if (this.#source !== undefined) return;
    this.#become('connecting');
    const source = new EventSource(`/v1/events/stream?after=${this.#position ?? 'latest'}`);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#retryMs = retryFirstMs;
      this.#become('live');
      void this.#queries.invalidateQueries();
    });
    source.addEventListener('event', (message: MessageEvent<string>) => this.#hear(message.data));
    source.addEventListener('error', () => this.#fail(source));
  }

  #hear(data: string): void {
    const { position, event } = JSON.parse(data) as {
      position: number;
      event: { type: string; session?: string; sequence?: string; time: string };
    };
    this.#position = position;
    const { session } = event;
    for (const { key, kinds } of subjects) {
      if (!kinds.test(event.type)) continue;
      this.#changedSubjects.add(key);
      this.#refreshSoon();
    }
    if (session === undefined || session === '-') return;
    this.#newest.set(session, { position, heardAtMs: Date.now() });
    const order = event.sequence ?? String(Date.parse(event.time)).padStart(13, '0');
    const before = this.#touched.get(session);
    this.#touched.set(session, {
      position,
      order: before !== undefined && before.order < order ? before.order : order,
    });
    this.#changed.add(session);
    this.#refreshSoon();
  }

  #refreshSoon(): void {
    this.#refreshing ??= setTimeout(() => this.#refresh(), refreshEveryMs);
  }

  #refresh(): void {
    this.#refreshing = undefined;
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#readSubjects([...this.#changedSubjects]);
    this.#changedSubjects.clear();
    if (changed.length === 0) return;
    void this.#queries.invalidateQueries({ queryKey: ['sessions'] });
    for (const session of changed) void this.#queries.invalidateQueries({ queryKey: ['session', session] });
  }

  #readSubjects(keys: readonly string[]): void {
    if (keys.length === 0) return;
    for (const key of keys) {
      void this.#queries.invalidateQueries({ queryKey: [key] });
      this.#readOnceMore.add(key);
    }
    clearTimeout(this.#readingOnceMore);
    this.#readingOnceMore = setTimeout(() => {
      for (const key of this.#readOnceMore) void this.#queries.invalidateQueries({ queryKey: [key] });
      this.#readOnceMore.clear();
    }, onceMoreAfterMs);
  }

  #fail(source: EventSource): void {
    if (source !== this.#source) return;
    source.close();
    this.#source = undefined;
    this.#become('lost');
    // A cookie that ran out looks like any other failure here; asking who we are tells them apart.
    void this.#queries.invalidateQueries({ queryKey: ['me'] });
    this.#retrying = setTimeout(() => this.#open(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, retryMostMs);
  }

  #pause(): void {
    clearTimeout(this.#retrying);
    clearTimeout(this.#refreshing);
    clearTimeout(this.#readingOnceMore);
    this.#refreshing = undefined;
    this.#source?.close();
    this.#source = undefined;
    this.#become('paused');
  }

  #become(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
