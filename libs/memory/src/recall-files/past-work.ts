import type { EpisodeDetails } from '../derivers/episode.ts';
import type { Memory } from '../memory.ts';
import { wordsOf } from '../words/words-of.ts';

/** A session of the past as far as it tells which files some work will touch. */
export interface PastWork {
  readonly session: string;
  readonly actor: string | undefined;
  /** RFC 3339. */
  readonly at: string;
  /** Paths it changed, relative to the project. */
  readonly files: readonly string[];
  /** The words of its prompts, files, commits and closing text, see `wordsOf`. */
  readonly words: readonly string[];
}

/** The past work that an episode remembers; undefined for memories of other kinds. */
export function pastWorkOf({ kind, details }: Memory): PastWork | undefined {
  if (kind !== 'episode') return undefined;
  const { session, actor, at, prompts, files, commits, closing } = details as EpisodeDetails;
  return {
    session,
    actor: actor ?? undefined,
    at,
    files,
    words: wordsOf([...prompts, ...files, ...commits.map(({ title }) => title), closing].join('\n')),
  };
}
