import { bodyRef } from '@hookline/schemas';

const depthMax = 6;

/**
 * What can be read in a JSON value that was cut somewhere: its strings, in order. Of a text that lies in the body store,
 * its beginning and its end. Values of fields in `without` are left out.
 */
export function looseText(json: string | null, without: ReadonlySet<string> = new Set()): string {
  if (json === null) return '';
  try {
    return leaves(JSON.parse(json), without, 0).join('\n');
  } catch {
    return cutText(json);
  }
}

function leaves(value: unknown, without: ReadonlySet<string>, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > depthMax) return [];
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, without, depth + 1));
  const body = bodyRef.safeParse(value);
  if (body.success) return [`${body.data.head} … ${body.data.tail}`];
  return Object.entries(value).flatMap(([name, one]) => (without.has(name) ? [] : leaves(one, without, depth + 1)));
}

function cutText(json: string): string {
  const strings = json.startsWith('"')
    ? [json.slice(1)]
    : [...json.matchAll(/:\s*"((?:[^"\\]|\\.)*)/g)].map((m) => m[1]!);
  return strings.map(unescaped).join('\n');
}

function unescaped(text: string): string {
  const whole = text.replace(/\\(u[0-9a-fA-F]{0,3})?$/, '');
  try {
    return JSON.parse(`"${whole}"`);
  } catch {
    return whole.replaceAll(/\\[nrt]/g, ' ').replaceAll('\\', '');
  }
}
