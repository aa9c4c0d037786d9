import { z } from '@hono/zod-openapi';

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

/** How many of a list are wanted. */
export function limitUpTo(max: number, standard: number) {
  return z.coerce.number().int().min(1).max(max).default(standard);
}

export const positionText = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const cursorText = z.string().max(2000).optional().openapi({ description: '`next` of the page before' });
