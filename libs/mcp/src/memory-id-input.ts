import { z } from 'zod';

/** An id as a model may name a memory by: whole, or `mem_` and the eight characters that it was shown. */
export const memoryIdInput = z
  .string()
  .trim()
  .regex(/^mem_[a-z2-7]{8,32}$/, 'expected an id like mem_ab2cd3ef, as memory_search gives them')
  .describe('An id like mem_ab2cd3ef');

/** The id of a memory, or of something that was said. */
export const foundIdInput = z
  .string()
  .trim()
  .regex(
    /^(?:mem_[a-z2-7]{8,32}|said_\d{1,15})$/,
    'expected an id like mem_ab2cd3ef or said_4711, as memory_search gives them',
  )
  .describe('An id like mem_ab2cd3ef or said_4711');
