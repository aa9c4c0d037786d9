/** Reading of what a program printed: nothing about its shape is taken for granted. */
type Json = Readonly<Record<string, unknown>>;

export function objectIn(line: Json, name: string): Json {
  const value = line[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function textIn(line: Json, name: string): string | undefined {
  const value = line[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(line: Json, name: string): number | undefined {
  const value = line[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The texts of content blocks, one after another. */
export function blocksText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((block: unknown) => {
      if (typeof block !== 'object' || block === null) return [];
      const { type, text } = block as Json;
      return type === 'text' && typeof text === 'string' ? [text] : [];
    })
    .join('');
}

/** An error as harnesses tell it: a text, or an object with a message somewhere in it. */
export function errorText(error: unknown, fallback: string): string {
  if (typeof error === 'string' && error !== '') return error;
  if (typeof error === 'object' && error !== null) {
    const one = error as Json;
    const message = textIn(one, 'message') ?? textIn(objectIn(one, 'data'), 'message') ?? textIn(one, 'name');
    if (message !== undefined) return message;
  }
  return fallback;
}
