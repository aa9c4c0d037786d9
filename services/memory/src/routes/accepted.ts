import { z } from '@hono/zod-openapi';
import { errorShape } from '@hookline/http';

const writtenShape = z
  .object({
    id: z.string().openapi({ description: 'Of the event' }),
    position: z.int().openapi({ description: 'It takes effect when memories have read the log up to here' }),
    by: z.enum(['person', 'agent']).optional().openapi({
      description: 'Of what is to be remembered: in whose words it stands. What is not a person’s waits for one',
    }),
  })
  .openapi('WrittenDecision');

/** The answer to a decision: it is in the log, and memories follow. */
export function accepts(description: string) {
  return {
    202: { description, content: { 'application/json': { schema: writtenShape } } },
    default: { description: 'An error', content: { 'application/json': { schema: errorShape } } },
  } as const;
}

/** A body in JSON. */
export function jsonBody<Body extends z.ZodType>(schema: Body) {
  return { body: { required: true, content: { 'application/json': { schema } } } } as const;
}
