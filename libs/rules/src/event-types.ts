import { eventKinds, findKind } from '@hookline/schemas';
import { z } from 'zod';

/** A shape as expressions see it: field to the name of a CEL type, to a nested shape, or to a list of either. */
export interface Shape {
  readonly [field: string]: Typed;
}

/** The type of one value: the name of a CEL type, a shape, or in brackets the type of a list's elements. */
export type Typed = string | Shape | readonly [Typed];

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

const shapes = new Map<string, Shape>();

/** The shape of today's data of a kind, always the same object; undefined when there is no such kind. */
export function shapeOf(kind: string): Shape | undefined {
  const known = shapes.get(kind);
  const found = findKind(kind);
  if (known !== undefined || found === undefined) return known;
  const made = shape(jsonSchemaOf(found.schema)) as Shape;
  shapes.set(kind, made);
  return made;
}

/** Data of a kind of which nothing is said: what there has to be is empty, 0 or false; undefined for no such kind. */
export function emptyData(kind: string): Record<string, unknown> | undefined {
  const found = findKind(kind);
  return found === undefined ? undefined : (emptyOf(jsonSchemaOf(found.schema)) as Record<string, unknown>);
}

function jsonSchemaOf(schema: unknown): JsonSchema {
  return z.toJSONSchema(schema as z.ZodType, { io: 'output' }) as JsonSchema;
}

function emptyOf(schema: JsonSchema): unknown {
  const type = shape(schema);
  if (typeof type === 'object' && !Array.isArray(type)) {
    const required = (schema.required ?? []).map(
      (field) => [field, emptyOf(schema.properties?.[field] ?? {})] as const,
    );
    return Object.fromEntries(required.filter(([, value]) => value !== undefined));
  }
  if (Array.isArray(type)) return [];
  const empty: Record<string, unknown> = { string: '', int: 0, double: 0, bool: false, 'map<string, dyn>': {} };
  return empty[type as string];
}

/** The names of all kinds. */
export const kindNames: readonly string[] = eventKinds.map((kind) => kind.kind);

function shape(schema: JsonSchema): Typed {
  // A text may be a reference to a body; a rule sees its head, so for the checker it is a string.
  if (schema.anyOf?.some((one) => one.type === 'string')) return 'string';
  if (schema.properties !== undefined) {
    return Object.fromEntries(Object.entries(schema.properties).map(([field, value]) => [field, shape(value)]));
  }
  if (schema.type === 'integer') return 'int';
  if (schema.type === 'number') return 'double';
  if (schema.type === 'boolean' || typeof schema.const === 'boolean') return 'bool';
  if (schema.type === 'string' || schema.enum !== undefined || typeof schema.const === 'string') return 'string';
  if (schema.type === 'array') return [schema.items === undefined ? 'dyn' : shape(schema.items)];
  if (schema.type === 'object') return 'map<string, dyn>';
  return 'dyn';
}

/** Of a longer list, expressions see so many elements. */
export const listMax = 1_000;

/**
 * Values as CEL expects them for a shape: integers as bigint, a reference to a body as its head, lists up to `listMax`.
 * Unknown fields stay, and what needs no change is the given object itself.
 */
export function valuesFor(shape: Typed | undefined, value: unknown): unknown {
  if (typeof value === 'number') return shape === 'int' && Number.isFinite(value) ? BigInt(Math.trunc(value)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return listFor(Array.isArray(shape) ? (shape[0] as Typed) : undefined, value);
  if (isBodyRef(value)) return value.head;
  const fields = typeof shape === 'object' && !Array.isArray(shape) ? (shape as Shape) : undefined;
  const given = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const field in given) {
    const one = given[field];
    const made = valuesFor(fields?.[field], one);
    if (made === one) continue;
    copy ??= { ...given };
    copy[field] = made;
  }
  return copy ?? value;
}

function listFor(element: Typed | undefined, list: readonly unknown[]): unknown {
  let copy = list.length > listMax ? list.slice(0, listMax) : undefined;
  for (let index = 0; index < Math.min(list.length, listMax); index += 1) {
    const made = valuesFor(element, list[index]);
    if (made === list[index]) continue;
    copy ??= [...list];
    copy[index] = made;
  }
  return copy ?? list;
}

function isBodyRef(value: object): value is { head: string } {
  return 'body' in value && 'head' in value && typeof value.head === 'string';
}
