import { dayOf } from '../words/wording.ts';
import type { PackEntry } from './pack.ts';

/** Which files sessions that were asked for something similar changed. */
export interface FilesHint {
  readonly files: readonly { readonly path: string; readonly sessions: number }[];
  /** The episodes it stands on, the most alike first. */
  readonly of: readonly PackEntry[];
}

/** An episode that shares words with a prompt. */
export interface EpisodeHit {
  readonly entry: PackEntry;
  readonly shared: number;
  /** See `WordHit`. */
  readonly rarity: number;
}

/*
 * Chosen on the first 70 % of the sessions of entireio/cli, for what is told to be right about every second time; see the
 * part `prompt-files` of the benchmark. At 49 of 50 prompts nothing is told.
 */
const nearestMax = 3;
const sessionsMin = 2;
const sharedMin = 2;
const rarityMin = 4;
const filesMax = 3;
const pathLengthMax = 120;

/**
 * The files that several of the most similar sessions changed; undefined where they have none in common, which is the
 * common case. `hits` in the order of their rank.
 */
export function filesHint(hits: readonly EpisodeHit[]): FilesHint | undefined {
  const nearest = hits
    .filter(
      ({ entry, shared, rarity }) =>
        entry.kind === 'episode' && entry.anchors.length > 0 && shared >= sharedMin && rarity >= rarityMin,
    )
    .slice(0, nearestMax)
    .map(({ entry }) => entry);
  const sessions = new Map<string, number>();
  for (const { anchors } of nearest) {
    for (const path of new Set(anchors)) sessions.set(path, (sessions.get(path) ?? 0) + 1);
  }
  const files = [...sessions]
    .filter(([path, count]) => count >= sessionsMin && path.length <= pathLengthMax)
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, filesMax)
    .map(([path, count]) => ({ path, sessions: count }));
  if (files.length === 0) return undefined;
  return { files, of: nearest.filter(({ anchors }) => files.some(({ path }) => anchors.includes(path))) };
}

/** The hint in one line, with counts and the last date. */
export function filesLine({ files, of }: FilesHint): string {
  const [first, ...others] = files.map(({ path, sessions }, index) =>
    index === 0 ? `${path} (${sessions} sessions)` : `${path} (${sessions})`,
  );
  const last = of.map(({ lastSeen }) => dayOf(lastSeen)).reduce((a, b) => (a > b ? a : b));
  return `Files changed for similar prompts: ${[first, ...others].join(', ')}, last ${last}`;
}
