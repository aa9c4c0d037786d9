const lookedAtMax = 64_000;
const triesMax = 200;

/** The last JSON object in a text that has a `verdict`; undefined where there is none. */
export function verdictIn(text: string): (Readonly<Record<string, unknown>> & { verdict: unknown }) | undefined {
  const from = text.slice(-lookedAtMax);
  let at = from.lastIndexOf('{');
  for (let tries = 0; at !== -1 && tries < triesMax; tries += 1) {
    const object = objectAt(from, at);
    if (object !== undefined && 'verdict' in object) return object as { verdict: unknown };
    at = at === 0 ? -1 : from.lastIndexOf('{', at - 1);
  }
  return undefined;
}

/** The object that begins there, whatever comes after it. */
function objectAt(text: string, begin: number): Readonly<Record<string, unknown>> | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = begin; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth > 0) continue;
      try {
        return JSON.parse(text.slice(begin, at + 1));
      } catch {
        return undefined;
      }
    }
  }
  return undefined;
}
