import { join } from 'node:path';

/** Where shims and plugins ask the edge, and where it answers. They know the same names; changing one needs new shims. */
export interface AnswersLayout {
  readonly folder: string;
  /** One file per question: empty and named after a spool entry, or a question as JSON. */
  readonly asked: string;
  /** As long as its mtime lies in the future, the edge answers at once. Whoever waited in vain sets it back to now. */
  readonly alive: string;
  /** The answer to the question of that name: a line, empty where there is nothing to say. */
  answer(name: string): string;
}

export function answersLayout(home: string): AnswersLayout {
  const folder = join(home, 'answers');
  return {
    folder,
    asked: join(folder, 'asked'),
    alive: join(folder, 'alive'),
    answer: (name) => join(folder, name),
  };
}
