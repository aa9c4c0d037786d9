import type { Ruled } from '@hookline/harnesses';
import type { Question } from './question.ts';

/** The answer in the words of who asked: of a harness's hook, or of a plugin, which takes JSON of ours. */
export function answerText(
  question: Question | undefined,
  text: string | undefined,
  memories: readonly string[],
  ruled: Ruled | undefined,
): string {
  const { asker, event, guarded } = question ?? {};
  if (asker?.guard !== undefined && guarded !== undefined && event === asker.guard.event) {
    return asker.guard.answer(ruled, text);
  }
  if (asker !== undefined) return asker.answer(event ?? '', text);
  if (text === undefined && ruled === undefined) return '\n';
  return `${JSON.stringify({ ...(text !== undefined && { text, memories }), ...ruled })}\n`;
}
