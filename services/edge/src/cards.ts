import { HooklineError, pause } from '@hookline/client';
import { removeCard, writeCard } from '@hookline/harnesses';
import { z } from 'zod';
import { Bell } from './send/bell.ts';
import type { BusLink } from './send/bus-link.ts';

const card = z.looseObject({ text: z.string() });

const FOLDERS_MAX = 50;
const VALID_MS = 15 * 60_000;
const REFRESH_AT_LEAST_MS = 60_000;
const REFRESH_AT_MOST_MS = 2_000;

/**
 * Keeps the cards of the folders where harnesses were started lately: what the next agent there is told at its start.
 * A card that cannot be refreshed falls silent by itself after a quarter of an hour.
 */
export class Cards {
  readonly #home: string;
  readonly #bus: BusLink;
  readonly #projects = new Map<string, string>();
  /** Projects with news, and how often they are still to be asked for. */
  readonly #news = new Map<string, number>();
  readonly #bell = new Bell();

  constructor(home: string, bus: BusLink) {
    this.#home = home;
    this.#bus = bus;
  }

  /** Notes that something happened in a folder where a harness was started: its card may be out of date. */
  saw(projectDir: string | undefined, project: string): void {
    if (projectDir === undefined || project === '-') return;
    this.#projects.delete(projectDir);
    this.#projects.set(projectDir, project);
    if (this.#projects.size > FOLDERS_MAX) this.#projects.delete(this.#projects.keys().next().value!);
    // Memories follow the events they are made of a moment later: hence a second look.
    this.#news.set(project, 2);
    this.#bell.ring();
  }

  /** Refreshes what there is news of, within seconds, and everything now and then, until `signal` aborts. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    let refreshedAtMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const all = performance.now() - refreshedAtMs >= REFRESH_AT_LEAST_MS;
      if (all) refreshedAtMs = performance.now();
      const due = new Set(this.#news.keys());
      for (const [project, looks] of [...this.#news]) {
        if (looks > 1) this.#news.set(project, looks - 1);
        else this.#news.delete(project);
      }
      // A bus that cannot be asked leaves the cards as they are; they run out by themselves.
      if (all || due.size > 0) await this.refresh(signal, all ? undefined : due).catch(() => {});
      await pause(REFRESH_AT_MOST_MS, signal);
      if (this.#news.size > 0) continue;
      const enough = new AbortController();
      const until = AbortSignal.any([signal, enough.signal]);
      const rest = Math.max(0, refreshedAtMs + REFRESH_AT_LEAST_MS - performance.now());
      await Promise.race([this.#bell.wait(until), pause(rest, until)]);
      enough.abort();
    }
  }

  /** Asks for the cards of some projects, by default of all, and puts them in place. Throws when the bus cannot be asked. */
  async refresh(signal: AbortSignal, only?: ReadonlySet<string>): Promise<void> {
    const texts = new Map<string, string | undefined>();
    for (const [projectDir, project] of [...this.#projects]) {
      if (signal.aborted) return;
      if (only !== undefined && !only.has(project)) continue;
      if (!texts.has(project)) texts.set(project, await this.#ask(project, signal));
      this.#put(projectDir, texts.get(project));
    }
  }

  /** A folder that no card can be put in place for does without; the others get theirs. */
  #put(projectDir: string, text: string | undefined): void {
    const place = { home: this.#home, projectDir };
    try {
      if (text === undefined || text === '') removeCard(place);
      else writeCard(place, text, Date.now() + VALID_MS);
    } catch {
      this.#projects.delete(projectDir);
    }
  }

  async #ask(project: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      const answer = await this.#bus.use((client) =>
        client.request('GET', '/v1/recall/card', { query: { project }, signal, timeoutMs: 5_000 }),
      );
      const parsed = card.safeParse(answer);
      return parsed.success ? parsed.data.text : undefined;
    } catch (error) {
      if (error instanceof HooklineError && error.status === 404) return undefined;
      throw error;
    }
  }
}
