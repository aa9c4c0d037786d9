import { findProject, type Whereabouts } from './find-project.ts';
import { branchOf } from './repository.ts';

const CACHED_MAX = 1_000;

/** Remembers whereabouts for `freshMs`, because every hook asks; what is checked out there is looked up each time. */
export class ProjectCache {
  readonly #host: string;
  readonly #freshMs: number;
  readonly #known = new Map<string, { atMs: number; found: Promise<Whereabouts> }>();

  constructor(host: string, { freshMs = 60_000 }: { freshMs?: number } = {}) {
    this.#host = host;
    this.#freshMs = freshMs;
  }

  async of(folder: string): Promise<Whereabouts> {
    const found = await this.#find(folder);
    const branch = found.gitDir === undefined ? undefined : await branchOf(found.gitDir);
    return branch === undefined ? found : { ...found, project: { ...found.project, branch } };
  }

  #find(folder: string): Promise<Whereabouts> {
    const known = this.#known.get(folder);
    if (known && Date.now() - known.atMs < this.#freshMs) return known.found;
    this.#known.delete(folder);
    if (this.#known.size >= CACHED_MAX) this.#known.delete(this.#known.keys().next().value!);
    const found = findProject(folder, this.#host);
    this.#known.set(folder, { atMs: Date.now(), found });
    return found;
  }
}
