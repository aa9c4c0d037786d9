import type { WorkStep } from '../../../api/work.ts';
import { costText, counted, shareText } from '../../../words/quantity.ts';

/** What is to be said of a step beside its name, its worker and its session. */
export function stepWords(step: WorkStep): string {
  const { by, worker, reason, error, note, share, folder, session, children, outcome, done, failed, report } = step;
  return [
    ...(by && by !== worker ? [`by ${by}`] : []),
    ...(report ? [`it said “${report}”, and did not hold the item any more`] : []),
    ...(share === undefined ? [] : [shareText(share)]),
    ...(note ? [note] : []),
    ...(error ? [error] : []),
    ...(reason ? [reason] : []),
    ...(children ? [`into ${counted(children.length, 'part')}`] : []),
    ...(outcome ? [joined(outcome, done ?? 0, failed ?? 0)] : []),
    ...(folder && !session ? [`in ${folder}`] : []),
    ...(step.costUsd === undefined ? [] : [costText(step.costUsd)]),
  ].join('\n');
}

const outcomes: Readonly<Record<string, string>> = {
  'all-done': 'all have ended',
  'any-failed': 'one failed',
  'any-done': 'one is done',
  'time-up': 'the time was up',
};

function joined(outcome: string, done: number, failed: number): string {
  return `${outcomes[outcome] ?? outcome}: ${done} done, ${failed} failed`;
}
