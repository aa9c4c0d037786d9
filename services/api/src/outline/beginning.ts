const escaped = /\\(?:u[0-9a-fA-F]{0,3})?$/;

/**
 * The beginning of the text that a JSON value is, from the first characters of that JSON: a string, or a long text that
 * lies in the body store and tells its `head`. Undefined for anything else.
 */
export function beginningOf(json: string): string | undefined {
  if (json.startsWith('"')) return unescaped(json.slice(1));
  const head = /^\{(?:[^{}]*?,)?\s*"head":\s*"/.exec(json);
  return head === null ? undefined : unescaped(json.slice(head[0].length));
}

/** What a field of an object says, from the first characters of its JSON; of a list of texts all of them. */
export function fieldBeginning(json: string, field: string): string | undefined {
  const found = json.indexOf(`"${field}":`);
  if (found === -1) return undefined;
  const value = json.slice(found + field.length + 3).trimStart();
  if (!value.startsWith('[')) return beginningOf(value);
  const [list = ''] = /^\[(?:\s*"(?:[^"\\]|\\[\s\S])*"?\s*,?)*/.exec(value) ?? [];
  const words = list.match(/"(?:[^"\\]|\\[\s\S])*"?/g) ?? [];
  return words.map((word) => unescaped(word.slice(1))).join(' ');
}

/** The characters of a JSON string up to its end, or up to where it was cut. */
function unescaped(rest: string): string {
  const [body = ''] = /^(?:[^"\\]|\\[\s\S])*/.exec(rest) ?? [];
  const whole = body.replace(escaped, '');
  try {
    return JSON.parse(`"${whole}"`) as string;
  } catch {
    return whole;
  }
}
