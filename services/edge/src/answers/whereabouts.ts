import type { ProjectFacts } from '@hookline/harnesses';
import type { Redactor } from '@hookline/redaction';
import { loginName } from '../project/find-project.ts';
import type { ProjectCache } from '../project/project-cache.ts';

export interface FolderFacts {
  readonly project: ProjectFacts;
  readonly actor: string;
}

const keptMax = 100;

/** Whose work a folder is, as the events of sessions there say it: without secrets. */
export class FolderWhereabouts {
  readonly #parts: { projects: ProjectCache; redactor: Redactor; actor: string | undefined };
  readonly #redacted = new Map<string, FolderFacts>();

  constructor(parts: { projects: ProjectCache; redactor: Redactor; actor: string | undefined }) {
    this.#parts = parts;
  }

  async of(folder: string): Promise<FolderFacts> {
    const { project, email } = await this.#parts.projects.of(folder);
    const facts = { project, actor: this.#parts.actor ?? email ?? loginName() };
    const key = JSON.stringify(facts);
    const before = this.#redacted.get(key);
    if (before !== undefined) return before;
    const redacted = (await this.#parts.redactor.redact(facts)).value as FolderFacts;
    this.#redacted.set(key, redacted);
    if (this.#redacted.size > keptMax) this.#redacted.delete(this.#redacted.keys().next().value!);
    return redacted;
  }
}
