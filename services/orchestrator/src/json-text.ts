/** The value as JSON that PostgreSQL takes: it has no place for the character 0, nor for half characters. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, one) => {
    if (typeof one === 'string') return storable(one);
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    if (Object.keys(one).every((field) => storable(field) === field)) return one;
    return Object.fromEntries(Object.entries(one).map(([field, inner]) => [storable(field), inner]));
  });
}

/** A text with a sign in the place of each character that PostgreSQL cannot keep. */
export function storable(text: string): string {
  return text.replaceAll('\0', '␀').toWellFormed();
}
