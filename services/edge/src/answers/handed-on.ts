import { existsSync, writeFileSync } from 'node:fs';
import type { AnswersLayout } from '@hookline/harnesses';

/** Whether who asked has the answer of that name: it made a file that only one can make. */
export function isHandedOn({ taken }: AnswersLayout, name: string): boolean {
  return existsSync(taken(name));
}

/**
 * Takes an answer back, so that nobody can hand it on any more, whenever it may be read. False where somebody has it
 * already.
 */
export function takeBack({ taken }: AnswersLayout, name: string): boolean {
  try {
    writeFileSync(taken(name), '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
