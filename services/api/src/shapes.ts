import { z } from '@hono/zod-openapi';

/**
 * A row of a read model in the API's document. Rows are answered as `@hookline/projections` gives them, so their shape
 * is written down there and only named here.
 */
export function rowShape<Row>(name: string, description: string): z.ZodType<Row> {
  return z.custom<Row>(() => true).openapi(name, { type: 'object', description, additionalProperties: true });
}

export const errorShape = z
  .object({
    error: z.object({
      code: z.string().openapi({ example: 'not-found' }),
      message: z.string(),
      hint: z.string().optional().openapi({ description: 'What the caller can do about it' }),
      issues: z.array(z.string()).optional().openapi({ description: 'One sentence per fault' }),
    }),
  })
  .openapi('Error');

export const recordedShape = z
  .object({
    position: z.number().int(),
    event: z
      .custom<import('@hookline/schemas').CloudEvent>(() => true)
      .openapi({
        type: 'object',
        description: 'A CloudEvent; schemas/generated has the JSON Schema of each kind',
        additionalProperties: true,
      }),
  })
  .openapi('RecordedEvent');

/** An answer in JSON, with the one shape of errors for everything that is not it. */
export function answers<Body extends z.ZodType>(description: string, body: Body) {
  return {
    200: { description, content: { 'application/json': { schema: body } } },
    default: { description: 'An error', content: { 'application/json': { schema: errorShape } } },
  } as const;
}

/** An answer that is not JSON, or a stream. */
export function answersAs(description: string, mediaType: string) {
  return {
    200: { description, content: { [mediaType]: { schema: z.string() } } },
    default: { description: 'An error', content: { 'application/json': { schema: errorShape } } },
  } as const;
}

/** How many of a list are wanted. */
export function limitUpTo(max: number, standard: number) {
  return z.coerce.number().int().min(1).max(max).default(standard);
}

export const positionText = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const cursorText = z.string().max(2000).optional().openapi({ description: '`next` of the page before' });

export const security: Record<string, string[]>[] = [{ token: [] }];
