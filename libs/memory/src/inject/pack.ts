import { type MemoryKind, memoryKindNames } from '../kinds.ts';
import type { Memory, MemoryTrust } from '../memory.ts';
import type { ScopeType } from '../scope/scope.ts';

/** An active memory as an edge holds it: what it takes to choose it, and the words it is told in. */
export interface PackEntry {
  readonly id: string;
  readonly kind: MemoryKind;
  /** See `Memory.about`. */
  readonly about: string;
  readonly scope: ScopeType;
  readonly statement: string;
  readonly trust: MemoryTrust;
  readonly sessions: number;
  /** RFC 3339. */
  readonly lastSeen: string;
  readonly pinned: boolean;
  readonly helpful: number;
  readonly harmful: number;
  readonly confidence: number;
  /** What a command is for. */
  readonly purpose?: string;
  /** Whose episode it is. */
  readonly by?: string;
  /** Who let agents be told it, and when; RFC 3339. */
  readonly approved?: { readonly by: string; readonly at: string };
  readonly anchors: readonly string[];
  /** More words it is found by. */
  readonly words: string;
}

/**
 * What an edge holds of a project for one person, so that it can answer by itself: only what is active there, of the
 * person in this project, the project, its teams and the organisation. JSON.
 */
export interface Pack {
  readonly format: 1;
  readonly project: string;
  readonly actor?: string;
  readonly entries: readonly PackEntry[];
  /** Memories there was no room for. */
  readonly left: number;
}

/** At most so many entries are in a pack, in all and of one kind. */
export const packEntriesMax = 2_000;
export const packKindMax = 500;
/** A pack as JSON has at most so many characters. */
export const packLengthMax = 2_000_000;

const wordsLengthMax = 500;
const anchorsMax = 5;

const neverTold: ReadonlySet<string> = new Set(['permission'] satisfies MemoryKind[]);

/** The kinds of which anything may be told to agents without being asked for. */
export const packKinds = memoryKindNames.filter((kind) => !neverTold.has(kind));

/** Whether telling it says more than anybody would do: a remedy that is to edit the file which the error names does not. */
export function isWorthTelling({ kind, details }: Memory): boolean {
  if (kind !== 'remedy') return true;
  const { remedy } = fieldsOf(details);
  return typeof remedy === 'object' && remedy !== null && !('obvious' in remedy && remedy.obvious === true);
}

/** A memory as it is put into a pack. `approved` is who decided last that agents may be told it. */
export function packEntry(memory: Memory, approved?: PackEntry['approved']): PackEntry {
  const { purpose, actor } = fieldsOf(memory.details);
  return {
    id: memory.id,
    kind: memory.kind,
    about: memory.about,
    scope: memory.scope.slice(0, memory.scope.indexOf(':')) as ScopeType,
    statement: memory.statement,
    trust: memory.trust,
    sessions: memory.support.sessions,
    lastSeen: memory.lastSeen,
    pinned: memory.pinned,
    helpful: memory.helpful,
    harmful: memory.harmful,
    confidence: memory.confidence,
    ...(memory.kind === 'command' && typeof purpose === 'string' && { purpose }),
    ...(memory.kind === 'episode' && typeof actor === 'string' && { by: actor }),
    ...(approved !== undefined && { approved }),
    anchors: memory.anchors.slice(0, anchorsMax),
    words: memory.keywords.slice(0, wordsLengthMax),
  };
}

/**
 * A pack of these entries, the first ones where there are more than fit, by kind and in all; whatever order they are chosen in,
 * they lie in the order of their ids, so that the same memories make the same pack.
 */
export function makePack(of: { project: string; actor?: string }, entries: readonly PackEntry[]): Pack {
  const chosen: PackEntry[] = [];
  const byKind = new Map<string, number>();
  let length = 0;
  for (const entry of entries) {
    const count = byKind.get(entry.kind) ?? 0;
    const size = JSON.stringify(entry).length + 1;
    if (chosen.length >= packEntriesMax || count >= packKindMax || length + size > packLengthMax) continue;
    byKind.set(entry.kind, count + 1);
    length += size;
    chosen.push(entry);
  }
  chosen.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { format: 1, ...of, entries: chosen, left: entries.length - chosen.length };
}

function fieldsOf(details: Memory['details']): Readonly<Record<string, unknown>> {
  return typeof details === 'object' && details !== null ? (details as Readonly<Record<string, unknown>>) : {};
}
