import { z } from '@hono/zod-openapi';

/**
 * A shape that is written down elsewhere, by name. Rows are answered as the library that owns them gives them; the
 * document only names them.
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

/** A success that has nothing to tell. */
export function answersNothing(description: string) {
  return {
    204: { description },
    default: { description: 'An error', content: { 'application/json': { schema: errorShape } } },
  } as const;
}

export const security: Record<string, string[]>[] = [{ token: [] }];
