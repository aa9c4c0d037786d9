import { z } from 'zod';
import type { ExtractedItem } from '../facts/fact.ts';
import { oneLine, statementLengthMax } from '../memory.ts';
import { proposedItem } from './answer-schema.ts';
import type { Window } from './window.ts';

/** Why an item was not taken. */
type RefusalReason =
  | 'wrong-shape'
  | 'position-outside'
  | 'quote-not-found'
  | 'not-a-persons-words'
  | 'nobodys-words'
  | 'repeated'
  | 'too-many';

export interface CheckedItems {
  readonly items: readonly ExtractedItem[];
  readonly refused: readonly { readonly reason: RefusalReason; readonly statement: string }[];
}

const itemsMax = 20;
const refusedMax = 50;

const answer = z.object({ items: z.array(z.unknown()) });

/**
 * What of a model's answer stands in the window; undefined for an answer that is no list of items at all. An item is
 * taken only if it cites lines of the window alone, and its quote is found in one of them, character by character: what
 * was made up is not there. What says how things are to be must quote a person; what only describes, a person or the
 * agent; what tools printed is nobody's word.
 */
export function checkItems(given: unknown, window: Window): CheckedItems | undefined {
  const parsed = answer.safeParse(given);
  if (!parsed.success) return undefined;
  const lines = new Map(window.lines.map((line) => [line.position, line]));
  const items: ExtractedItem[] = [];
  const refused: { reason: RefusalReason; statement: string }[] = [];
  const known = new Set<string>();
  for (const one of parsed.data.items) {
    const checked = checkItem(one, lines);
    if (typeof checked === 'string') refused.push({ reason: checked, statement: statementOf(one) });
    else if (items.length >= itemsMax) refused.push({ reason: 'too-many', statement: checked.statement });
    else if (known.has(keyOf(checked))) refused.push({ reason: 'repeated', statement: checked.statement });
    else {
      known.add(keyOf(checked));
      items.push(checked);
    }
  }
  return { items, refused: refused.slice(0, refusedMax) };
}

function checkItem(given: unknown, lines: ReadonlyMap<number, Window['lines'][number]>): ExtractedItem | RefusalReason {
  const parsed = proposedItem.safeParse(given);
  if (!parsed.success) return 'wrong-shape';
  const { kind, about, statement, why, evidence, quote, confidence, supersedes } = parsed.data;
  const cited = evidence.flatMap((position) => lines.get(position) ?? []);
  if (cited.length < evidence.length) return 'position-outside';
  const quoting = cited.filter(({ text }) => text.includes(quote));
  if (quoting.length === 0) return 'quote-not-found';
  const describes = kind === 'fact' || kind === 'procedure';
  if (!quoting.some(({ by }) => by === 'person' || (describes && by === 'agent'))) {
    return describes ? 'nobodys-words' : 'not-a-persons-words';
  }
  return {
    kind,
    about: oneLine(about, 200),
    statement: oneLine(statement, statementLengthMax),
    ...(why != null && why !== '' && { why }),
    evidence: [...new Set(evidence)].sort((a, b) => a - b),
    quote,
    confidence,
    ...(supersedes != null && { supersedes: oneLine(supersedes, 200) }),
  };
}

const keyOf = ({ kind, about, statement }: ExtractedItem) => JSON.stringify([kind, about, statement]);

function statementOf(given: unknown): string {
  const statement = (given as { statement?: unknown } | null)?.statement;
  return typeof statement === 'string' ? oneLine(statement, statementLengthMax) : '';
}
