import { Refused } from './refused.ts';

/** One event as it was sent; `fault` says why it could not even be read. */
export type Item = { readonly value: unknown } | { readonly fault: string };

const single = 'application/cloudevents+json';
const lines = ['application/x-ndjson', 'application/jsonl', 'application/ndjson'];
const whole = ['application/json', 'application/cloudevents-batch+json', single];

/** The content types events may come in, for the answer to any other. */
const contentTypes: readonly string[] = [...whole, ...lines];

/** Takes a body apart into events: one, an array, or one per line. */
export function splitItems(contentType: string | undefined, body: string, eventsMax: number): Item[] {
  const type = contentType?.replace(/;.*$/, '').trim().toLowerCase();
  if (type === undefined || !contentTypes.includes(type)) {
    const found = type === undefined ? 'no content type' : `the content type ${type.slice(0, 100)}`;
    const hint = `send one of ${contentTypes.join(', ')}`;
    throw new Refused(415, 'bad-request', `events cannot be read from ${found}`, { hint });
  }
  const items = lines.includes(type) ? splitLines(body, eventsMax) : parseWhole(body, type, eventsMax);
  if (items.length === 0) {
    throw new Refused(400, 'bad-request', 'the body holds no event', { hint: 'send at least one' });
  }
  return items;
}

function splitLines(body: string, eventsMax: number): Item[] {
  const items: Item[] = [];
  for (let start = 0, line = 1; start < body.length; line += 1) {
    const newline = body.indexOf('\n', start);
    const end = newline === -1 ? body.length : newline;
    const text = body.slice(start, end).trim();
    start = end + 1;
    if (text === '') continue;
    if (items.length === eventsMax) throw tooMany(`more than ${eventsMax}`, eventsMax);
    items.push(parseLine(text, line));
  }
  return items;
}

function parseLine(text: string, line: number): Item {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: `line ${line}: found ${(error as Error).message.slice(0, 200)}, expected one JSON object` };
  }
}

function parseWhole(body: string, type: string, eventsMax: number): Item[] {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    const hint = 'send one event, an array of events, or one per line as application/x-ndjson';
    const message = `the body is not JSON: ${(error as Error).message.slice(0, 200)}`;
    throw new Refused(400, 'bad-request', message, { hint, cause: error });
  }
  if (!Array.isArray(value) || type === single) return [{ value }];
  if (value.length > eventsMax) throw tooMany(`${value.length}`, eventsMax);
  return value.map((item) => ({ value: item }));
}

function tooMany(found: string, eventsMax: number): Refused {
  return new Refused(413, 'too-large', `the body holds ${found} events, the limit of one request is ${eventsMax}`, {
    hint: `send at most ${eventsMax} at once`,
  });
}
