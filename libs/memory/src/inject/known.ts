import type { MemoryKind } from '../kinds.ts';
import { type WordIndex, wordIndex } from '../words/word-index.ts';
import { wordsOf } from '../words/words-of.ts';
import type { Pack, PackEntry } from './pack.ts';
import { isTellable } from './tellable.ts';

/** Kinds a prompt may call for. The others are told where they matter: at a file, a command, an error. */
const promptKinds: ReadonlySet<MemoryKind> = new Set([
  'episode',
  'decision',
  'remedy',
  'directive',
  'preference',
  'fact',
  'correction',
  'rejection',
  'procedure',
] satisfies MemoryKind[]);

const fileKinds: ReadonlySet<MemoryKind> = new Set([
  'file',
  'read-first',
  'co-change',
  'decision',
  'directive',
  'correction',
] satisfies MemoryKind[]);

/** A pack made ready to be asked: only what may be told, by what calls for it. */
export interface KnownPack {
  readonly project: string;
  readonly actor: string | undefined;
  readonly entries: readonly PackEntry[];
  readonly byPath: ReadonlyMap<string, readonly PackEntry[]>;
  readonly pitfalls: readonly PackEntry[];
  readonly remedies: readonly PackEntry[];
  /** What a prompt can call for, and its words. */
  readonly documents: readonly PackEntry[];
  readonly words: WordIndex;
}

export function knownPack(pack: Pack): KnownPack {
  const entries = pack.entries.filter(isTellable);
  const byPath = new Map<string, PackEntry[]>();
  for (const entry of entries.filter(({ kind }) => fileKinds.has(kind))) {
    const isOfFile = entry.kind === 'file' || entry.kind === 'read-first' || entry.kind === 'co-change';
    for (const path of isOfFile ? [entry.about] : entry.anchors) byPath.set(path, [...(byPath.get(path) ?? []), entry]);
  }
  const documents = entries.filter(({ kind }) => promptKinds.has(kind));
  return {
    project: pack.project,
    actor: pack.actor,
    entries,
    byPath,
    pitfalls: entries.filter(({ kind }) => kind === 'pitfall'),
    remedies: entries.filter(({ kind }) => kind === 'remedy'),
    documents,
    words: wordIndex(
      documents.map(({ statement, about, anchors, words }) =>
        wordsOf([statement, about, ...anchors, words].join('\n')),
      ),
    ),
  };
}

/** Whether it is the person's own: of them in this project, or an episode of theirs. */
export function isOwn(entry: PackEntry, actor: string | undefined): boolean {
  return entry.scope === 'person' || (actor !== undefined && entry.by === actor);
}
