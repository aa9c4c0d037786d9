import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { json } from '../shapes.ts';

/** A harness said something that no adapter maps yet; it is kept as it was. */
export const NativeUnmapped = defineEvent(
  'native.unmapped',
  'other',
  'A harness said something that no adapter maps yet; it is kept as it was.',
  z.strictObject({
    event: z.string(),
    payload: json,
  }),
);
