import type { DataOf } from '@hookline/schemas';
import type { AtWork, Written } from './at-work.ts';
import type { Holding } from './holding.ts';
import { type Had, justAfter, type PathLine, type Place } from './path-line.ts';
import type { PlacedEvent } from './placed-event.ts';
import { type Before, rivalsOf, twinsOf } from './twins.ts';
import type { Work, Works } from './works.ts';

export const changed = {
  reason: 'seen-changed' as const,
  text: 'what was seen later shows that somebody else changed it',
};

/** What a fact about one file makes doubtful of others: what may be the same file, and what somebody else may have changed. */
export class Doubts {
  readonly #works: Works;
  readonly #holding: Holding;
  readonly #atWork: AtWork;

  constructor(works: Works, holding: Holding, atWork: AtWork) {
    this.#works = works;
    this.#holding = holding;
    this.#atWork = atWork;
  }

  /**
   * What was thought of a path was wrong since it was last seen. Where a person had their say in between, they may have
   * changed other files, too: what was not seen since is not known any more.
   */
  contradict(line: PathLine, upTo: string): void {
    const { evidence, heldHash } = line;
    if (evidence === undefined) return;
    if (heldHash !== undefined) {
      this.loseTwins([line], { had: hadOf(line) }, justAfter(evidence), undefined);
    }
    line.doubt(justAfter(evidence), { ...changed, call: null });
    line.forget();
    const between = this.#works.boundaries.find(({ order }) => order > evidence.order && order <= upTo);
    if (between === undefined) return;
    for (const other of this.#holding.held()) {
      if (other.evidence === undefined || other.evidence.order >= between.order) continue;
      other.doubt(between, { reason: 'seen-changed', text: 'somebody else changed files at that time', call: null });
      other.forget();
    }
  }

  /**
   * Makes unknown what may be another name of the written file. Answers why the file itself is unknown: something else was
   * written at the same time that may be the same file.
   */
  twinsOfWrite(
    lines: readonly PathLine[],
    placed: PlacedEvent,
    { hashBefore, hashAfter, patch, how, from: moved }: DataOf<'file.written'>,
    work: Work | undefined,
    from: string,
  ): string | undefined {
    const since = work === undefined ? placed : beginOf(work);
    let why: string | undefined;
    for (const line of lines) {
      const isSource = line === lines[0];
      const had = work !== undefined && line.writers.has(work) ? line.had : hadOf(line);
      if (isSource && hashBefore !== undefined) {
        had.hashes.add(hashBefore);
        had.isWhole ||= !had.isShared;
      }
      if (hashAfter !== undefined && line === lines.at(-1)) had.after.add(hashAfter);
      // Where a file is made, or goes when it is moved, there was nothing, or what was known.
      const isNew = isSource ? how === 'create' && hashBefore === undefined : moved !== undefined;
      if (isNew) had.isWhole ||= !had.isShared;
      const told = isSource ? { had, patch, how: moved === undefined ? how : undefined } : { had };
      this.loseTwins(lines, told, since, work, line);
      if (work === undefined) continue;
      const written = this.#atWork.writtenSince(from);
      const all = [...this.#atWork.writtenNow(), ...(written ?? [])];
      const rivals = rivalsOf({ line, had, work }, all).filter((rival) => !lines.includes(rival));
      for (const rival of rivals) this.#disown(rival, since, rivalText(line), work);
      if (written === undefined) why = 'too much was written at the same time';
      else if (rivals.length > 0) why ??= rivalText(rivals[0]!);
    }
    return why;
  }

  loseTwins(
    lines: readonly PathLine[],
    before: Before,
    since: Place,
    work: Work | undefined,
    line: PathLine = lines[0]!,
  ): void {
    for (const twin of twinsOf(this.#holding.lines(), [line, ...lines], before, since.order)) {
      const text = `${line.path} may have had the same content and was written: both may be one file`;
      this.#disown(twin, since, text, work);
    }
  }

  /**
   * What a path may have had before a call that tells nothing of it: where others wrote it at that time, or what may be
   * another name of it, whatever they made of it.
   */
  untold(own: Written): Had {
    const { had, work } = own;
    const written = this.#atWork.writtenSince(work.from);
    const isAlone =
      !had.isShared && written !== undefined && rivalsOf(own, [...this.#atWork.writtenNow(), ...written]).length === 0;
    return isAlone ? had : { ...had, isWhole: false };
  }

  #disown(line: PathLine, since: Place, text: string, work: Work | undefined): void {
    if (line.state !== undefined) line.disown(since, { reason: 'twin', text, call: work?.call ?? null });
    line.forget();
  }
}

export function beginOf({ begin, from }: Work): Place {
  return { ...begin, order: from };
}

/** What a path that no call writes has. */
export function hadOf(line: PathLine): Had {
  const { heldHash, base } = line;
  const isSeen = heldHash !== undefined || base === 'absent';
  return {
    hashes: new Set(heldHash === undefined ? [] : [heldHash]),
    after: new Set(),
    isWhole: isSeen,
    isSeen,
    isShared: false,
    text: undefined,
  };
}

function rivalText({ path }: PathLine): string {
  return `${path} was written at the same time: both may be one file`;
}
