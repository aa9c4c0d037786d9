import { HooklineError, pause } from '@hookline/client';
import { removeCard, writeCard } from '@hookline/harnesses';
import { z } from 'zod';
import { Bell } from './send/bell.ts';
import type { BusLink } from './send/bus-link.ts';

const card = z.looseObject({ text: z.string() });

const FOLDERS_MAX = 50;
const VALID_MS = 15 * 60_000;
const REFRESH_AT_LEAST_MS = 60_000;
const REFRESH_AT_MOST_MS = 3_000;

/**
 * Keeps the cards of the folders where harnesses were started lately: what the next agent there is told at its start.
 * A card that cannot be refreshed falls silent by itself after a quarter of an hour.
 */
export class Cards {
  readonly #home: string;
  readonly #bus: BusLink;
  readonly #projects = new Map<string, string>();
  readonly #news = new Bell();

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
    this.#news.ring();
  }

  /** Refreshes when there is news, and now and then, until `signal` aborts. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // A bus that cannot be asked leaves the cards as they are; they run out by themselves.
      await this.refresh(signal).catch(() => {});
      const enough = new AbortController();
      const until = AbortSignal.any([signal, enough.signal]);
      const news = this.#news.wait(until);
      await pause(REFRESH_AT_MOST_MS, signal);
      await Promise.race([news, pause(REFRESH_AT_LEAST_MS - REFRESH_AT_MOST_MS, until)]);
      enough.abort();
    }
  }

  /** Asks for the card of every folder and puts it in place. Throws when the bus cannot be asked. */
  async refresh(signal: AbortSignal): Promise<void> {
    const texts = new Map<string, string | undefined>();
    for (const [projectDir, project] of [...this.#projects]) {
      if (signal.aborted) return;
      if (!texts.has(project)) texts.set(project, await this.#ask(project, signal));
      const text = texts.get(project);
      const place = { home: this.#home, projectDir };
      if (text === undefined || text === '') removeCard(place);
      else writeCard(place, text, Date.now() + VALID_MS);
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
