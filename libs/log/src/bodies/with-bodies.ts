import { type CloudEvent, findKind, parseType, type Text } from '@hookline/schemas';
import { dataBytesMax, eventBytesMax } from '../encode.ts';
import { EventTooLargeError } from '../errors.ts';
import type { BodyStore } from '../event-log.ts';
import { isBodyRef, planBodies } from './plan-bodies.ts';

/** Strings longer than this in UTF-8 always go to the body store. */
export const stringBytesMax = 65_536;

/**
 * The event small enough for the log, its long texts in the body store and durable there. Throws `EventTooLargeError`
 * when it stays too large; nothing is stored then. An event without long texts comes back as it is.
 */
export async function withBodies(
  event: CloudEvent,
  store: BodyStore,
  limits: { readonly stringBytesMax?: number } = {},
): Promise<CloudEvent> {
  const room = dataBytesMax(event);
  const plan = planBodies(event.data, {
    stringBytesMax: limits.stringBytesMax ?? stringBytesMax,
    dataBytesMax: room,
    isJson: (field) => isJsonField(event.type, field),
  });
  if (plan.bytes > room) throw new EventTooLargeError(event.id, eventBytesMax - room + plan.bytes, eventBytesMax);
  await Promise.all(plan.bodies.map(({ text }) => store.put(text)));
  return plan.data === event.data ? event : { ...event, data: plan.data };
}

/** The event with its texts back in place. A text that is not, or no longer, in the store stays a reference. */
export async function inlineBodies(event: CloudEvent, store: BodyStore): Promise<CloudEvent> {
  const data = (await inlined(event.data, store)) as Record<string, unknown>;
  return data === event.data ? event : { ...event, data };
}

/** A text in full, wherever it lies; undefined when it is not, or no longer, in the store. */
export async function readBody(text: Text, store: BodyStore): Promise<string | undefined> {
  return typeof text === 'string' ? text : store.get(text.body);
}

async function inlined(value: unknown, store: BodyStore): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (isBodyRef(value)) {
    const text = await store.get(value.body);
    if (text === undefined) return value;
    return 'media' in value ? parsed(text) : text;
  }
  const entries = Object.entries(value);
  const items: unknown[] = [];
  for (const [, item] of entries) items.push(typeof item === 'object' ? await inlined(item, store) : item);
  if (entries.every(([, item], index) => item === items[index])) return value;
  return Array.isArray(value) ? items : Object.fromEntries(entries.map(([key], index) => [key, items[index]]));
}

/** Whoever wrote the reference may have lied about what it refers to. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Fields whose schema takes anything, and `native`, whose values do. */
function isJsonField(type: string, field: string): boolean {
  if (field === 'native') return true;
  const schema = findKind(parseType(type)?.kind ?? '')?.schema as { shape?: Record<string, unknown> } | undefined;
  return innermost(schema?.shape?.[field])?.def.type === 'unknown';
}

interface Schema {
  readonly def: { readonly type: string; readonly innerType?: Schema };
}

function innermost(schema: unknown): Schema | undefined {
  let inner = schema as Schema | undefined;
  while (inner?.def.innerType) inner = inner.def.innerType;
  return inner;
}
