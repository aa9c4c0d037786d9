import { Bell } from '../send/bell.ts';

const sessionsMax = 200;
const nativesMax = 20;
const liveMs = 24 * 3_600_000;

/** The sessions of this machine that a message may reach: heard of within the last day, and not ended. */
export class LiveSessions {
  readonly #sessions = new Map<string, { heardAtMs: number; natives: Set<string> }>();
  readonly #changed = new Bell();

  /** `native`: how the harness names it in what its hooks say. */
  heard(session: string, heardAtMs: number, native?: string): void {
    const before = this.#sessions.get(session);
    const natives = before?.natives ?? new Set(nativesIn(session));
    if (native !== undefined && natives.size < nativesMax) natives.add(native);
    this.#sessions.delete(session);
    this.#sessions.set(session, { heardAtMs, natives });
    if (this.#sessions.size > sessionsMax) this.#sessions.delete(this.#sessions.keys().next().value!);
    if (before === undefined) this.#changed.ring();
  }

  ended(session: string): void {
    if (this.#sessions.delete(session)) this.#changed.ring();
  }

  list(nowMs: number): string[] {
    for (const [session, { heardAtMs }] of this.#sessions)
      if (nowMs - heardAtMs > liveMs) this.#sessions.delete(session);
    return [...this.#sessions.keys()];
  }

  /** Every way a hook may name this session. */
  nativesOf(session: string): string[] {
    return [...(this.#sessions.get(session)?.natives ?? nativesIn(session))];
  }

  /** Resolves when a session came or went, or `signal` aborts. */
  async change(signal: AbortSignal): Promise<void> {
    await this.#changed.wait(signal);
  }
}

/** What stands behind the harness's name; Goose's own id stands behind a hash of its database. */
function nativesIn(session: string): string[] {
  const native = session.slice(session.indexOf(':') + 1);
  const behindHash = session.startsWith('goose:') ? native.slice(native.indexOf('-') + 1) : native;
  return [...new Set([native, behindHash])];
}
