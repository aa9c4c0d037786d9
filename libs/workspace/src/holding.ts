import type { DataOf } from '@hookline/schemas';
import { applyHunks } from './apply-hunks.ts';
import { contentHash } from './content.ts';
import type { Making, Reason, Workspace } from './file-at.ts';
import { type About, PathLine, type Place } from './path-line.ts';
import type { PlacedEvent } from './placed-event.ts';
import type { Base, Texts, Told } from './told.ts';
import type { Work } from './works.ts';

/** Texts that are held to lay patches onto: characters, of one and of all. Beyond, patches lead to nothing known. */
const textMax = 4_000_000;
const textsMax = 32_000_000;

/** What every path holds while a session is folded, and how each content was made. Bounded in text. */
export class Holding {
  readonly #lines = new Map<string, PathLine>();
  readonly #makings = new Map<string, Making>();
  /** Paths of which something is held. */
  readonly #held = new Set<PathLine>();

  lines(): Iterable<PathLine> {
    return this.#lines.values();
  }

  held(): Iterable<PathLine> {
    return this.#held;
  }

  /** Nothing is held any more. */
  letGo(): void {
    this.#held.clear();
  }

  making(hash: string): Making {
    return this.#makings.get(hash)!;
  }

  result(): Workspace {
    const lines = [...this.#lines.values()].filter(({ versions }) => versions.length > 0);
    return {
      versions: new Map(lines.map(({ path, versions }) => [path, versions])),
      makings: this.#makings,
    };
  }

  /** All lines of a file were shown, perhaps without the end of the last one. */
  show(line: PathLine, text: string, position: number): void {
    if (text.length > textMax) return;
    line.shown = { text, position };
    this.#held.add(line);
  }

  /** It holds this; while calls are at work on it that only its call knows. */
  hold(line: PathLine, told: Base | 'absent', place: PlacedEvent, about: About, work?: Work): void {
    const base = told === 'absent' ? told : { text: told.text, hash: told.hash };
    const isLast =
      work === undefined || work.lastFacts.get(line.path) === place.order || !work.lastFacts.has(line.path);
    const others = [...line.writers].some((writer) => writer !== work);
    this.#held.add(line);
    if (!isLast || others) {
      line.base = base;
      line.evidence = place;
      return;
    }
    if (base !== 'absent' && base.text.length > textMax) {
      this.lose(line, place, 'size', 'it is too large to be followed', about.call ?? undefined, about);
      return;
    }
    line.hold(base, place, about);
    this.#keepWithin(line);
  }

  lose(
    line: PathLine,
    place: Place,
    reason: Reason,
    text: string,
    call: string | undefined | null,
    about: About = { call },
  ): void {
    line.lose(place, { reason, text, call: call ?? null }, about);
    this.#held.delete(line);
  }

  /** Forgets texts, the oldest first, when too much is held. Their versions stay known; patches onto them are not. */
  #keepWithin(newest: PathLine): void {
    this.#held.delete(newest);
    this.#held.add(newest);
    let total = 0;
    for (const line of [...this.#held].reverse()) {
      if (line.base === undefined || line.base === 'absent') continue;
      total += line.base.text.length;
      if (total > textsMax) line.base = undefined;
    }
  }

  note({ hash, making }: Told & { is: 'text' }): void {
    if (!this.#makings.has(hash)) this.#makings.set(hash, making);
  }

  noteBefore({ hashBefore }: DataOf<'file.written'>, { before }: Texts, { position }: PlacedEvent): void {
    if (before === undefined || hashBefore === undefined || this.#makings.has(hashBefore)) return;
    this.#makings.set(hashBefore, { from: 'field', position, field: 'before' });
  }

  /** What a patch is laid onto. Lines that were shown without their last end are tried with and without it. */
  baseOf(line: PathLine, data: DataOf<'file.written'>): Base | undefined {
    if (line.base === 'absent') return { text: '', hash: contentHash('') };
    if (line.base !== undefined || line.shown === undefined || data.patch === undefined) return line.base;
    const { text, position } = line.shown;
    const [open, ended] = [text, `${text}\n`].map((each) => applyHunks(each, data.patch!) !== undefined);
    if (open === ended) return undefined;
    const base = { text: ended ? `${text}\n` : text, hash: contentHash(ended ? `${text}\n` : text) };
    const making: Making = { from: 'field', position, field: 'content', ...(ended && { end: '\n' as const }) };
    if (!this.#makings.has(base.hash)) this.#makings.set(base.hash, making);
    return base;
  }

  line(path: string): PathLine {
    const known = this.#lines.get(path);
    if (known !== undefined) return known;
    const made = new PathLine(path);
    this.#lines.set(path, made);
    return made;
  }
}
