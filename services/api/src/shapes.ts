import { z } from '@hono/zod-openapi';
import { readSince } from '@hookline/http';

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

export const timeText = z.string().max(64).optional().openapi({ description: 'A time, or how long ago: 90m, 24h, 7d' });

/** What a `timeText` means now, in ISO 8601; undefined where none is given. Throws a 400 for what is no time. */
export function timeOf(text: string | undefined): string | undefined {
  return text ? readSince(text).toISOString() : undefined;
}

export const cursorText = z.string().max(2000).optional().openapi({ description: '`next` of the page before' });

/** The query of every route that tells of a session at a moment: see `Moment` of @hookline/db. */
export const momentQuery = {
  at: positionText.optional().openapi({ description: 'A position; the newest where not given' }),
  by: z.enum(['log', 'session']).default('log').openapi({
    description:
      '`log`: what the log had heard when it had come to `at`; `session`: what had happened when the event at `at` happened',
  }),
};
