import type { PlanBrief } from '../../api/outline-columns.ts';
import { statusWords } from '../../words/step-words.ts';

const summaryCharactersMax = 240;

/** How a list of things to do stands after a change, in words. */
export function planSummary({ items, whole }: Pick<PlanBrief, 'items' | 'whole'>): string {
  const done = items.filter(({ status }) => status === 'done').length;
  if (whole) return `${done} of ${items.length} done`;
  return oneLine(items.map(({ text, status }) => `${statusWords[status]}: ${text}`).join('; '));
}

function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * summaryCharactersMax)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= summaryCharactersMax ? line : `${line.slice(0, summaryCharactersMax - 1)}…`;
}
