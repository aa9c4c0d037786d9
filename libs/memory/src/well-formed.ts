/** The value as a database takes it as JSON: no text in it has a NUL or half a character, which cutting may leave behind. */
export function wellFormed<Value>(value: Value): Value {
  const json = JSON.stringify(value);
  if (json === undefined || !/\\u(?:0000|d[89a-f])/.test(json)) return value;
  return JSON.parse(json, (_, part) =>
    typeof part === 'string' ? part.replaceAll('\0', '␀').toWellFormed() : part,
  ) as Value;
}
