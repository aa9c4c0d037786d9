import type { NormalisedRow } from './read-rows.ts';

/** What a person would count in the rows of a session. */
export interface RowCounts {
  /** Prompt rows that ask the model for something. */
  readonly prompts: number;
  /** Prompt rows that are something else, by what they are. */
  readonly notPrompts: Readonly<Record<string, number>>;
  /** Distinct call ids. */
  readonly calls: number;
  /** Distinct calls with a result marked as an error. */
  readonly errors: number;
  /** Distinct calls without any result. */
  readonly unanswered: number;
}

/** What the harness writes where prompts stand, in the words of the data set. */
const otherThanPrompts: readonly (readonly [what: string, beginning: RegExp])[] = [
  ['notes of an interruption', /^\[Request interrupted/],
  ['local commands', /^<command-name>|^<bash-input>/],
  ['output of local commands', /^<local-command-|^<bash-std/],
  ['notes of a hook that stopped a prompt', /^Operation stopped by hook/],
];

export function countRows(rows: readonly NormalisedRow[]): RowCounts {
  const calls = new Set<string>();
  const errors = new Set<string>();
  const answered = new Set<string>();
  const notPrompts: Record<string, number> = {};
  let prompts = 0;
  for (const { k, id, err, meta, side, text = '' } of rows) {
    if (k === 'prompt' && meta !== true && !side) {
      const other = otherThanPrompts.find(([, beginning]) => beginning.test(text))?.[0];
      if (other === undefined) prompts += 1;
      else notPrompts[other] = (notPrompts[other] ?? 0) + 1;
    }
    if (id === undefined) continue;
    if (k === 'tool') calls.add(id);
    if (k === 'result') answered.add(id);
    if (k === 'result' && err === true) errors.add(id);
  }
  return {
    prompts,
    notPrompts,
    calls: calls.size,
    errors: errors.size,
    unanswered: [...calls].filter((id) => !answered.has(id)).length,
  };
}
