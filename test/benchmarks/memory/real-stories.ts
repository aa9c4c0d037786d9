import { factOf, type Story, storyOf } from '@hookline/memory';
import { findDataSets } from '../real-sessions/data-sets.ts';
import { readSessions } from '../real-sessions/read-rows.ts';
import { eventsOf } from '../real-sessions/to-events.ts';

/** A real repository and what happened there, the earliest session first. */
interface RealRepository {
  readonly repository: string;
  readonly stories: readonly Story[];
}

export type RealStories = { readonly repositories: readonly RealRepository[] } | { readonly skipped: string };

let read: Promise<RealStories> | undefined;

/** The stories of the real repositories, read once in a process; or why there are none. */
export function realStories(): Promise<RealStories> {
  read ??= readAll();
  return read;
}

async function readAll(): Promise<RealStories> {
  const found = findDataSets();
  if ('skipped' in found) return found;
  const repositories: RealRepository[] = [];
  let position = 0;
  for (const { path, repository } of found.dataSets) {
    const stories: Story[] = [];
    for (const [session, rows] of await readSessions(path)) {
      const facts = eventsOf(session, rows, repository).flatMap((event) => {
        position += 1;
        return factOf({ position, event }) ?? [];
      });
      const story = storyOf(facts);
      if (story !== undefined) stories.push(story);
    }
    stories.sort((a, b) => compare(a.startedAt, b.startedAt) || compare(a.session, b.session));
    repositories.push({ repository, stories });
  }
  return { repositories };
}

/** The earliest part of the stories, and the rest. */
export function splitByTime(stories: readonly Story[], share: number): { learn: Story[]; judge: Story[] } {
  const at = Math.floor(stories.length * share);
  return { learn: stories.slice(0, at), judge: stories.slice(at) };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
