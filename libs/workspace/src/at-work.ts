import type { Had, PathLine } from './path-line.ts';
import type { Work } from './works.ts';

/** A path that a call writes, or wrote. */
export interface Written {
  readonly line: PathLine;
  readonly work: Work;
  readonly had: Had;
}

/** Of so many paths it is kept who wrote them last. */
const endedMax = 64;

/** Which works go on at a place of a session, and which ended last. */
export class AtWork {
  readonly #everywhere = new Set<Work>();
  /** The two works that ended last, of those that may have written anything. */
  #ended: { readonly work: Work; readonly order: string }[] = [];
  /** Paths that are written now. */
  readonly #written = new Set<PathLine>();
  #endedPaths: (Written & { readonly order: string })[] = [];
  /** The order at which the newest of those ended that are not kept. */
  #forgotten = '';

  begin(work: Work): void {
    if (work.scope === 'anything') this.#everywhere.add(work);
  }

  end(work: Work, order: string): void {
    if (!this.#everywhere.delete(work)) return;
    this.#ended = [...this.#ended, { work, order }].slice(-2);
  }

  beginOn(line: PathLine, work: Work): void {
    line.enter(work);
    this.#written.add(line);
  }

  endOn(line: PathLine, work: Work, order: string): void {
    if (!line.writers.has(work)) return;
    line.leave(work, order);
    if (line.writers.size === 0) this.#written.delete(line);
    this.#endedPaths.push({ line, work, had: line.had, order });
    if (this.#endedPaths.length <= endedMax) return;
    this.#forgotten = this.#endedPaths.shift()!.order;
  }

  /**
   * A work that may have written any file at some time from `from` on until now, other than `own`, which counts only
   * when it goes on beyond now.
   */
  anywhere(own: Work | undefined, from: string, now: string): Work | undefined {
    for (const work of this.#everywhere) {
      if (work !== own || work.until === undefined || work.until > now) return work;
    }
    return this.#ended.find(({ work, order }) => work !== own && order >= from)?.work;
  }

  /** A work that writes this very path, or wrote it since `from`, other than `own`. */
  on(line: PathLine, own: Work | undefined, from: string): Work | undefined {
    for (const work of line.writers) if (work !== own) return work;
    return line.ended.find(({ work, order }) => work !== own && order >= from)?.work;
  }

  /** Paths that are written now, by whom. */
  writtenNow(): Written[] {
    return [...this.#written].flatMap((line) => [...line.writers].map((work) => ({ line, work, had: line.had })));
  }

  /** Paths whose writing ended at `from` or later; undefined where there were too many to know them all. */
  writtenSince(from: string): readonly Written[] | undefined {
    return from <= this.#forgotten ? undefined : this.#endedPaths.filter(({ order }) => order >= from);
  }
}
