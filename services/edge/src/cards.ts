import { pause } from '@hookline/client';
import { removeAskLists, removeCard, writeAskLists, writeCard } from '@hookline/harnesses';
import { holdOutSalt, type KnownPack, patternsOf, planInjection, type Surface } from '@hookline/memory';
import type { PackOwner, Packs } from './answers/packs.ts';
import type { PlacedCards } from './answers/placed-cards.ts';
import { Bell } from './send/bell.ts';

export interface CardsParts {
  readonly home: string;
  readonly packs: Packs;
  readonly placed: PlacedCards;
  /** Where agents are told something. */
  readonly surfaces: ReadonlySet<Surface>;
}

const FOLDERS_MAX = 50;
const REFRESH_AT_LEAST_MS = 60_000;
const REFRESH_AT_MOST_MS = 2_000;
const noneTold = { memories: new Set<string>(), tokens: 0 };

/**
 * Keeps what lies ready in the folders where harnesses were started lately: the card that the next agent there is told at
 * its start, and the lists that tell a shim when asking is worth it. What cannot be refreshed falls silent by itself.
 */
export class Cards {
  readonly #parts: CardsParts;
  readonly #owners = new Map<string, PackOwner>();
  /** Folders with news, and how often they are still to be looked at. */
  readonly #news = new Map<string, number>();
  readonly #bell = new Bell();

  constructor(parts: CardsParts) {
    this.#parts = parts;
  }

  /** Notes that something happened in a folder where a harness was started: its card may be out of date. */
  saw(projectDir: string | undefined, owner: PackOwner): void {
    if (projectDir === undefined || owner.project === '-') return;
    this.#owners.delete(projectDir);
    this.#owners.set(projectDir, owner);
    if (this.#owners.size > FOLDERS_MAX) this.#owners.delete(this.#owners.keys().next().value!);
    // Memories follow the events they are made of a moment later: hence a second look.
    this.#news.set(projectDir, 2);
    this.#bell.ring();
  }

  /** Puts ready at once what is told in a folder where a harness is about to be started. Rejects when the bus cannot be asked. */
  async arrives(projectDir: string, owner: PackOwner, signal: AbortSignal): Promise<void> {
    this.saw(projectDir, owner);
    await this.refresh(signal, new Set([projectDir]));
  }

  /** Refreshes what there is news of, within seconds, and everything now and then, until `signal` aborts. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    let refreshedAtMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const all = performance.now() - refreshedAtMs >= REFRESH_AT_LEAST_MS;
      if (all) refreshedAtMs = performance.now();
      const due = new Set(this.#news.keys());
      for (const [folder, looks] of [...this.#news]) {
        if (looks > 1) this.#news.set(folder, looks - 1);
        else this.#news.delete(folder);
      }
      // A bus that cannot be asked leaves things as they are; they run out by themselves.
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

  /**
   * Asks for the packs of some folders, by default of all, and puts what follows from them in place: what an earlier edge
   * kept at once, also when the bus cannot be asked. Then it throws.
   */
  async refresh(signal: AbortSignal, only?: ReadonlySet<string>): Promise<void> {
    const { packs, surfaces } = this.#parts;
    const asked = new Set<string>();
    let failed: unknown;
    for (const [folder, owner] of [...this.#owners]) {
      if (signal.aborted) return;
      if (only !== undefined && !only.has(folder)) continue;
      const name = JSON.stringify(owner);
      if (surfaces.size > 0 && !asked.has(name) && failed === undefined) {
        asked.add(name);
        await packs.refresh(owner, signal).catch((error) => (failed = error));
      }
      this.#put(folder, surfaces.size === 0 ? undefined : packs.of(owner, Date.now()));
    }
    if (failed !== undefined) throw failed;
  }

  /** A folder that nothing can be put in place for does without; the others get theirs. */
  #put(projectDir: string, pack: { known: KnownPack; untilMs: number } | undefined): void {
    const { home, placed, surfaces } = this.#parts;
    const place = { home, projectDir };
    try {
      const nowMs = Date.now();
      const card =
        pack !== undefined && surfaces.has('session-start')
          ? planInjection(pack.known, { surface: 'session-start', told: noneTold, nowMs })
          : undefined;
      if (pack === undefined || card === undefined) {
        removeCard(place);
        placed.take(projectDir, nowMs);
      } else {
        writeCard(place, card.text, pack.untilMs, holdOutSalt(pack.known.project));
        placed.put(projectDir, card, { fromMs: nowMs, untilMs: pack.untilMs });
      }
      if (pack === undefined) removeAskLists(place);
      else writeAskLists(place, this.#listsOf(pack.known), pack.untilMs);
    } catch {
      this.#owners.delete(projectDir);
    }
  }

  #listsOf(known: KnownPack) {
    const { surfaces } = this.#parts;
    const { commands, paths, failures } = patternsOf(known);
    return {
      prompt: surfaces.has('prompt') && known.documents.length > 0,
      call: [...(surfaces.has('before-command') ? commands : []), ...(surfaces.has('before-edit') ? paths : [])],
      failure: surfaces.has('after-failure') ? failures : [],
    };
  }
}
