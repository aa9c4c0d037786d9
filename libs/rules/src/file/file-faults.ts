import { describeIssues } from '@hookline/schemas';
import { z } from 'zod';
import { nearest } from '../nearest.ts';

/** A fault of a file's shape: where in it, and one sentence. */
export interface ShapeFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** It is the key at the end of the path that is wrong, not its value. */
  readonly atKey?: boolean;
}

/** The faults of a file that is not what its schema says. A key that there is not names the nearest one that there is. */
export function shapeFaults(error: z.ZodError, schema: z.ZodType): ShapeFault[] {
  return error.issues.flatMap((issue): ShapeFault[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schemaOf(schema), issue.path);
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, known), atKey: true }));
    }
    if (issue.code === 'invalid_union') {
      const types = issue.errors.flat().filter((one) => one.path.length === 0);
      const deeper = issue.errors.flat().find((one) => one.path.length > 0) ?? types.at(-1);
      if (deeper !== undefined && types.length < issue.errors.length) {
        return shapeFaults(new z.ZodError([{ ...deeper, path: [...issue.path, ...deeper.path] }]), schema);
      }
    }
    return describeIssues(new z.ZodError([issue])).map((sentence) => ({
      path: issue.path,
      message: sentence.slice(sentence.indexOf(': ') + 2),
    }));
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const there = known.length > 0 && known.length <= 20 ? `; there are ${known.join(', ')}` : '';
  return `there is no key ${key} here${near === undefined ? there : `; the nearest is ${near}`}`;
}

interface JsonObject {
  readonly properties?: Readonly<Record<string, JsonObject>>;
  readonly items?: JsonObject;
  readonly anyOf?: readonly JsonObject[];
}

const jsonSchemas = new WeakMap<z.ZodType, JsonObject>();

function schemaOf(schema: z.ZodType): JsonObject {
  const known = jsonSchemas.get(schema) ?? (z.toJSONSchema(schema, { io: 'input' }) as JsonObject);
  jsonSchemas.set(schema, known);
  return known;
}

/** The keys that a schema knows at a path. */
function keysAt(schema: JsonObject, path: readonly PropertyKey[]): string[] {
  let at: JsonObject | undefined = schema;
  for (const step of path) {
    const options: readonly JsonObject[] = at?.anyOf ?? (at === undefined ? [] : [at]);
    at = options
      .map((one): JsonObject | undefined => (typeof step === 'number' ? one.items : one.properties?.[String(step)]))
      .find((one) => one !== undefined);
  }
  return Object.keys(at?.properties ?? {});
}
