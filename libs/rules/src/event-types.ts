import { eventKinds, findKind } from '@hookline/schemas';
import { z } from 'zod';

/** A shape as CEL's type checker takes it: field to type name, or to a nested shape. */
export interface Shape {
  readonly [field: string]: string | Shape;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
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
  const made = shape(z.toJSONSchema(found.schema as z.ZodType, { io: 'output' }) as JsonSchema) as Shape;
  shapes.set(kind, made);
  return made;
}

/** The names of all kinds. */
export const kindNames: readonly string[] = eventKinds.map((kind) => kind.kind);

function shape(schema: JsonSchema): string | Shape {
  // A text may be a reference to a body; a rule sees its head, so for the checker it is a string.
  if (schema.anyOf?.some((one) => one.type === 'string')) return 'string';
  if (schema.properties !== undefined) {
    return Object.fromEntries(Object.entries(schema.properties).map(([field, value]) => [field, shape(value)]));
  }
  if (schema.type === 'integer') return 'int';
  if (schema.type === 'number') return 'double';
  if (schema.type === 'boolean' || typeof schema.const === 'boolean') return 'bool';
  if (schema.type === 'string' || schema.enum !== undefined || typeof schema.const === 'string') return 'string';
  if (schema.type === 'array') return schema.items?.type === 'string' ? 'list<string>' : 'list<dyn>';
  if (schema.type === 'object') return 'map<string, dyn>';
  return 'dyn';
}

/** Values as CEL expects them for a shape: integers as bigint, a reference to a body as its head. Unknown fields stay. */
export function valuesFor(shape: string | Shape | undefined, value: unknown): unknown {
  if (isBodyRef(value)) return value.head;
  if (typeof value === 'number' && shape === 'int') return BigInt(Math.trunc(value));
  if (Array.isArray(value)) return value.map((one) => valuesFor(undefined, one));
  if (typeof value === 'object' && value !== null) {
    const fields = typeof shape === 'object' ? shape : {};
    return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, valuesFor(fields[field], one)]));
  }
  return value;
}

function isBodyRef(value: unknown): value is { head: string } {
  return (
    typeof value === 'object' && value !== null && 'body' in value && 'head' in value && typeof value.head === 'string'
  );
}
