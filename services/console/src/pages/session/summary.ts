import type { PlanBrief } from '../../api/outline-columns.ts';

const summaryCharactersMax = 240;

/** How a list of things to do stands after a change, in words. */
export function planSummary({ items, whole }: Pick<PlanBrief, 'items' | 'whole'>): string {
  const done = items.filter(({ status }) => status === 'done').length;
  if (whole) return `${done} of ${items.length} done`;
  return oneLine(items.map(({ text, status }) => `${statusWords[status]}: ${text}`).join('; '));
}

export const statusWords = {
  pending: 'To do',
  active: 'Doing',
  done: 'Done',
  cancelled: 'Cancelled',
  deleted: 'Removed',
  unknown: 'Unclear',
} as const;

function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * summaryCharactersMax)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= summaryCharactersMax ? line : `${line.slice(0, summaryCharactersMax - 1)}…`;
}
