import { priorAt } from '../fold/fold-memory.ts';
import type { MemoryKind } from '../kinds.ts';
import { isOwn, type KnownPack } from './known.ts';
import type { PackEntry } from './pack.ts';

/** In the order in which they get room; a kind that is listed again gets more of it once the others had some. */
const shares: readonly (readonly [MemoryKind, number])[] = [
  ['directive', 5],
  ['command', 8],
  ['pitfall', 3],
  ['decision', 2],
  ['preference', 2],
  ['episode', 1],
  ['violation', 4],
  ['correction', 2],
  ['rejection', 2],
  ['environment', 2],
  ['flaky', 1],
  ['procedure', 2],
  ['fact', 2],
];
const perPurposeMax = 2;
const sessionsMin = 2;

/**
 * What the next agent of a project is told at its start, the most important first: what people decided, how the project
 * is built and checked, what goes wrong, and what the person did here last.
 */
export function atSessionStart(known: KnownPack, nowMs: number): PackEntry[] {
  const ranked = known.entries
    .filter((entry) => entry.sessions >= sessionsMin || entry.pinned || entry.approved !== undefined || byItself(entry))
    .map((entry) => ({ entry, rank: priorAt(entry, nowMs) * Math.log2(1 + entry.sessions) }))
    .sort(
      (a, b) =>
        Number(b.entry.pinned) - Number(a.entry.pinned) || b.rank - a.rank || (a.entry.id < b.entry.id ? -1 : 1),
    )
    .map(({ entry }) => entry);
  return shares.flatMap(([kind, count]) => {
    const own = ranked.filter((entry) => entry.kind === kind);
    if (kind === 'command') return byPurpose(own).slice(0, count);
    if (kind === 'episode') return lastOwn(own, known.actor).slice(0, count);
    return own.slice(0, count);
  });
}

/** What one session is enough for: an episode happens once, and what a person says once holds. */
function byItself({ kind, trust }: PackEntry): boolean {
  return (
    kind === 'episode' || ((kind === 'directive' || kind === 'preference' || kind === 'decision') && trust === 'user')
  );
}

const purposes = ['build', 'test', 'lint', 'typecheck', 'format'];

function byPurpose(commands: readonly PackEntry[]): PackEntry[] {
  return purposes.flatMap((purpose) => commands.filter((entry) => entry.purpose === purpose).slice(0, perPurposeMax));
}

function lastOwn(episodes: readonly PackEntry[], actor: string | undefined): PackEntry[] {
  return episodes.filter((entry) => isOwn(entry, actor)).sort((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1));
}
