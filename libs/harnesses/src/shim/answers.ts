import { join } from 'node:path';
import { shortHash } from '@hookline/schemas';

/** Where shims and plugins ask the edge, and where it answers. They know the same names; changing one needs new shims. */
export interface AnswersLayout {
  readonly folder: string;
  /** One file per question: empty and named after a spool entry, or a question as JSON. */
  readonly asked: string;
  /** As long as its mtime lies in the future, the edge answers at once. Whoever waited in vain sets it back to now. */
  readonly alive: string;
  /**
   * There as long as calls are guarded, whether or not anybody answers: its first line says `open` or `closed`. As long as
   * its mtime lies in the future, somebody does.
   */
  readonly guard: string;
  /** The native ids of sessions that messages wait for, one to a line, until its mtime. */
  readonly waiting: string;
  /** The answer to the question of that name: a line, empty where there is nothing to say. */
  answer(name: string): string;
  /** Made exclusively, by whoever hands the answer on, or by the edge that takes it back: the first has it. */
  taken(name: string): string;
}

export function answersLayout(home: string): AnswersLayout {
  const folder = join(home, 'answers');
  return {
    folder,
    asked: join(folder, 'asked'),
    alive: join(folder, 'alive'),
    guard: join(folder, 'guard'),
    waiting: join(folder, 'waiting'),
    answer: (name) => join(folder, name),
    taken: (name) => join(folder, `${name}.taken`),
  };
}

/** Where folders are named, one to a file, in which an agent is about to start: the edge puts ready what it is told there, and takes the file away. */
export function announcedFolder(home: string, folder: string): string {
  return join(home, 'answers', 'folders', shortHash(folder));
}
