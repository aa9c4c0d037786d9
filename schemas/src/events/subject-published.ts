import { z } from 'zod';
import { cause } from '../cause-shape.ts';
import { defineEvent } from '../define-event.ts';

/** A message of a firing was published on a subject of the broker. */
export const SubjectPublished = defineEvent(
  'subject.published',
  'bus',
  'A message of a firing was published on a subject of the broker.',
  z.strictObject({
    subject: z.string(),
    message: z.string(),
    cause: cause.optional(),
  }),
);
