import type { Database } from '@hookline/db';
import { stemsOf, tokensOf } from '@hookline/search';

/** Lexemes that a query asks for, as documents have them, with how often; and the words they came from. */
export interface Terms {
  readonly lexemes: ReadonlyMap<string, number>;
  /** The word a lexeme stands for, as it was asked. */
  readonly words: ReadonlyMap<string, string>;
  /** Stems of words in the order of the query. */
  readonly sequence: readonly string[];
  /** Every word, unstemmed: also those that say nothing. */
  readonly plain: ReadonlySet<string>;
}

const termsMax = 64;

/** Words that say nothing are not looked for, and what is asked for twice counts twice. */
export async function termsOf(db: Database, query: string): Promise<Terms> {
  const tokens = [...tokensOf(query)];
  const stem = await stemsOf(
    db,
    tokens.flatMap(({ kind, text }) => (kind === 'word' ? [text] : [])),
  );
  const lexemes = new Map<string, number>();
  const words = new Map<string, string>();
  for (const { kind, text } of tokens) {
    const lexeme = kind === 'exact' ? `=${text}` : stem(text);
    if (lexeme === null || (lexemes.size >= termsMax && !lexemes.has(lexeme))) continue;
    lexemes.set(lexeme, (lexemes.get(lexeme) ?? 0) + 1);
    if (!words.has(lexeme)) words.set(lexeme, text);
  }
  const sequence = tokens.flatMap(({ kind, again, text }) => (kind === 'word' && !again ? (stem(text) ?? []) : []));
  return { lexemes, words, sequence: sequence.slice(0, termsMax), plain: new Set(tokens.map(({ text }) => text)) };
}
