import type { z } from 'zod';
import { native } from './shapes.ts';

/** The fourth token of a subject: what a consumer can filter by on the broker. There are eight, and no more. */
export type SubjectClass = 'session' | 'turn' | 'message' | 'tool' | 'file' | 'model' | 'bus' | 'other';

/** One published shape of a kind, and how its data becomes the next one's. The newest has no `toNext`. */
export interface EventVersion {
  readonly schema: z.ZodObject;
  readonly toNext?: (data: never) => unknown;
}

/** A kind of event with every version it ever had, oldest first. `Data` is today's shape. */
export interface EventKind<Kind extends string = string, Data = unknown> {
  readonly kind: Kind;
  readonly class: SubjectClass;
  readonly description: string;
  readonly versions: readonly EventVersion[];
  /** Today's schema: the newest version's, with `native` for the fields of the harness that nobody mapped. */
  readonly schema: z.ZodType<Data>;
  /** Adds a version. `upcast` turns data of the version before into the new shape; readers only ever see the new one. */
  evolve<Next extends z.ZodRawShape>(
    schema: z.ZodObject<Next, z.core.$strict>,
    upcast: (before: Data) => z.infer<z.ZodObject<Next, z.core.$strict>>,
  ): EventKind<Kind, WithNative<z.infer<z.ZodObject<Next, z.core.$strict>>>>;
}

type WithNative<Data> = Data & { native?: Record<string, unknown> | undefined };

function kindOf<Kind extends string, Data>(
  kind: Kind,
  subjectClass: SubjectClass,
  description: string,
  versions: readonly EventVersion[],
): EventKind<Kind, Data> {
  const newest = versions[versions.length - 1];
  if (newest === undefined) throw new Error(`${kind} has no version`);
  return {
    kind,
    class: subjectClass,
    description,
    versions,
    schema: newest.schema as unknown as z.ZodType<Data>,
    evolve: (schema, upcast) =>
      kindOf(kind, subjectClass, description, [
        ...versions.slice(0, -1),
        { schema: newest.schema, toNext: upcast as (data: never) => unknown },
        { schema: schema.extend({ native }) },
      ]),
  };
}

/**
 * The first version of a kind. The description is one sentence in the past tense; it is published with the schema.
 * Every kind takes `native` beside its own fields: what the harness said that no field holds.
 */
export function defineEvent<Kind extends string, Shape extends z.ZodRawShape>(
  kind: Kind,
  subjectClass: SubjectClass,
  description: string,
  schema: z.ZodObject<Shape, z.core.$strict>,
): EventKind<Kind, WithNative<z.infer<z.ZodObject<Shape, z.core.$strict>>>> {
  return kindOf(kind, subjectClass, description, [{ schema: schema.extend({ native }) as unknown as z.ZodObject }]);
}
