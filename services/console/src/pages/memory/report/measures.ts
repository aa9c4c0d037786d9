import type { FeedbackReport, Measure } from '../../../api/memory-reports.ts';
import { counted, durationText, numberText, shortNumber } from '../../../words/quantity.ts';

/** What each figure is of one session. Of every one of them less is better, but for calls, where it depends. */
export const measureNames: Readonly<Record<Measure['name'], { readonly name: string; readonly about: string }>> = {
  failures: { name: 'Failures per session', about: 'Calls that failed' },
  firstGreen: {
    name: 'Time to first green',
    about: 'From the beginning to the first check that passed',
  },
  rejections: { name: 'Rejections per session', about: 'What a person refused' },
  tokens: { name: 'Tokens per session', about: 'What models read and wrote' },
  calls: { name: 'Calls per session', about: 'Tools that were used' },
};

export const verdictWords = {
  less: 'Less where told',
  more: 'More where told',
  'no-difference': 'No difference seen',
  'too-few': 'Too few to tell',
} as const;

/** A value of a measure, in its unit. */
export function valueText(value: number, unit: Measure['unit']): string {
  if (unit === 'ms') return durationText(value);
  if (unit === 'tokens') return shortNumber(value);
  return Number.isInteger(value) ? numberText(value) : value.toFixed(value < 10 ? 2 : 1);
}

/** A difference, with its sign. */
export function signedText(value: number, unit: Measure['unit']): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${valueText(Math.abs(value), unit)}`;
}

/** The answer to "did it help" in a sentence that claims no more than is known. */
export function answerOf({ sessions: { told, heldOut }, measures, enough }: FeedbackReport): string {
  const groups = `${counted(told, 'session')} told, ${counted(heldOut, 'session')} held out`;
  if (told === 0) return `${groups}: there is nothing to compare yet.`;
  const having = (verdict: Measure['verdict']) =>
    measures.filter((one) => one.verdict === verdict).map(({ name }) => measureNames[name].name.toLowerCase());
  const [less, more, tooFew] = [having('less'), having('more'), having('too-few')];
  if (tooFew.length === measures.length) {
    return `${groups}: too few to tell whether it helped. It takes ${enough} sessions of each that have a figure.`;
  }
  const parts = [
    ...(less.length > 0 ? [`less in ${listText(less)}`] : []),
    ...(more.length > 0 ? [`more in ${listText(more)}`] : []),
  ];
  if (parts.length === 0) return `${groups}: no difference is seen that chance could not make.`;
  return `${groups}. Those that were told had ${parts.join(', and ')}.`;
}

function listText(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
