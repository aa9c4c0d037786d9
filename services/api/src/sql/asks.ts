import { ApiError } from '@hookline/http';

const asking = ['select', 'with', 'values', 'table', 'explain', 'show'];

/**
 * Throws for a statement that does not ask for anything. This is only to say so in good words: what a statement may do
 * is the login's matter.
 */
export function requireQuestion(statement: string): void {
  const word = firstWord(statement);
  if (asking.includes(word.toLowerCase())) return;
  const message = `a statement begins with ${asking.map((one) => one.toUpperCase()).join(', ')}; found ${word === '' ? 'nothing' : JSON.stringify(word)}`;
  throw new ApiError(400, 'bad-sql', message, {
    hint: 'people’s SQL reads the views of the schema analytics, no more',
  });
}

function firstWord(statement: string): string {
  let rest = statement;
  for (;;) {
    const shorter = rest.replace(/^(\s+|\(|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)/, '');
    if (shorter === rest) return /^[a-z]*/i.exec(rest)![0] || rest.slice(0, 10);
    rest = shorter;
  }
}
