/**
 * The value with every text in it made unable to end the block it is shown in or to be read as markup, and without
 * characters that show nothing or turn text around. Lines and tabs stay.
 */
export function harmless<Value>(value: Value): Value {
  return mapTexts(value) as Value;
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return harmlessText(value);
  if (Array.isArray(value)) return value.map(mapTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [harmlessText(name), mapTexts(part)]));
}

function harmlessText(text: string): string {
  return text
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll(/[^\n\t\P{C}]/gu, '');
}
