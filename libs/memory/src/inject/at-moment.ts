import { failureSignature } from '../commands/failure-signature.ts';
import { commandSubjects } from '../commands/subjects.ts';
import { priorAt } from '../fold/fold-memory.ts';
import { wordsOf } from '../words/words-of.ts';
import { type FilesHint, filesHint } from './files-hint.ts';
import { isOwn, type KnownPack } from './known.ts';
import type { PackEntry } from './pack.ts';

/** What a moment calls for, the best first, with what was alike but not enough so. */
export interface Called {
  readonly entries: readonly PackEntry[];
  readonly about?: string;
  /** Files that it is likely to end in. */
  readonly hint?: FilesHint | undefined;
  readonly refused: readonly { readonly entry: PackEntry; readonly reason: 'floor' | 'support' }[];
}

const seenMin = 2;
const errorLengthMax = 50_000;
const promptItemsMax = 3;
/** A longer prompt is cut: beyond it are logs and pasted files. */
const promptLengthMax = 8_000;
const promptLookedAt = 12;
/** Two words at least, and together as rare as about one and a quarter times the rarest word there is. */
const sharedWordsMin = 2;
const rarityMin = 1.25;
/** What teammates did is worth less to a person than what they did themselves. */
const othersEpisodeWeight = 0.3;
const nothing: Called = { entries: [], refused: [] };

/** `isNew`: that the session was not told of it. What it knows is no news in another form either. */
export function atPrompt(known: KnownPack, text: string, nowMs: number, isNew: (entry: PackEntry) => boolean): Called {
  const ranked = known.words
    .find([...new Set(wordsOf(text.slice(0, promptLengthMax)))])
    .slice(0, 200)
    .map(({ at, score, shared, rarity }) => {
      const entry = known.documents[at]!;
      const own = entry.kind !== 'episode' || isOwn(entry, known.actor) ? 1 : othersEpisodeWeight;
      return {
        entry,
        shared,
        rarity,
        rank: score * priorAt(entry, nowMs) * own,
        like: shared >= sharedWordsMin && rarity >= rarityMin,
      };
    })
    .sort((a, b) => b.rank - a.rank || (a.entry.id < b.entry.id ? -1 : 1));
  const hits = ranked.slice(0, promptLookedAt);
  return {
    hint: filesHint(ranked.filter(({ entry }) => isNew(entry))),
    entries: hits.filter(({ like }) => like).map(({ entry }) => entry),
    refused: hits.filter(({ like }) => !like).map(({ entry }) => ({ entry, reason: 'floor' as const })),
  };
}

/** Most items told at a prompt. */
export const promptMax = promptItemsMax;

const fileOrder: Readonly<Record<string, number>> = {
  directive: 0,
  decision: 1,
  correction: 2,
  file: 3,
  'read-first': 4,
  'co-change': 5,
};

/** The first of the paths that there is something to say about: that an agent edits more than one at once is rare. */
export function beforeEdit(known: KnownPack, paths: readonly string[], nowMs: number): Called {
  const refused: { entry: PackEntry; reason: 'support' }[] = [];
  for (const path of paths) {
    const about = known.byPath.get(path) ?? [];
    const enough = about.some(({ kind }) => kind !== 'read-first' && kind !== 'co-change');
    if (!enough) {
      for (const entry of about) refused.push({ entry, reason: 'support' });
      continue;
    }
    const entries = [...about].sort(
      (a, b) =>
        (fileOrder[a.kind] ?? 9) - (fileOrder[b.kind] ?? 9) ||
        priorAt(b, nowMs) - priorAt(a, nowMs) ||
        (a.id < b.id ? -1 : 1),
    );
    return { entries, about: path, refused };
  }
  return { entries: [], refused };
}

/** The warning about the most particular thing: of a program with a flag rather than of the program. */
export function beforeCommand(known: KnownPack, command: string): Called {
  const subjects = new Set(commandSubjects(command));
  const meant = known.pitfalls
    .filter(({ about }) => subjects.has(about))
    .sort((a, b) => b.about.length - a.about.length || (a.id < b.id ? -1 : 1));
  return firstSeenOften(meant);
}

export function afterFailure(known: KnownPack, error: string, nowMs: number): Called {
  const signature = failureSignature(error.slice(0, errorLengthMax));
  if (signature === undefined) return nothing;
  const meant = known.remedies
    .filter(({ about }) => about === signature)
    .sort((a, b) => priorAt(b, nowMs) - priorAt(a, nowMs) || (a.id < b.id ? -1 : 1));
  return firstSeenOften(meant);
}

function firstSeenOften(meant: readonly PackEntry[]): Called {
  const refused = meant
    .filter(({ sessions }) => sessions < seenMin)
    .map((entry) => ({ entry, reason: 'support' as const }));
  const first = meant.find(({ sessions }) => sessions >= seenMin);
  return first === undefined ? { ...nothing, refused } : { entries: [first], about: first.about, refused };
}
