import type { PathLine } from './path-line.ts';
import type { Work } from './works.ts';

/** Which works go on at a place of a session, and which ended last. */
export class AtWork {
  readonly #everywhere = new Set<Work>();
  /** The two works that ended last, of those that may have written anything. */
  #ended: { readonly work: Work; readonly order: string }[] = [];

  begin(work: Work): void {
    if (work.scope === 'anything') this.#everywhere.add(work);
  }

  end(work: Work, order: string): void {
    if (!this.#everywhere.delete(work)) return;
    this.#ended = [...this.#ended, { work, order }].slice(-2);
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
}
