import { z } from 'zod';

/** Lower-case name of a rule, a queue or a harness. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and dashes, at most 64');

/** The longest an expression may be, in characters. */
const expressionMax = 4_000;

/** A CEL expression; checked against the events it meets when the whole file is known. */
export const expression = z.string().min(1).max(expressionMax);

/** A text that may hold `{{ CEL }}`. */
export const template = (max = 20_000) => z.string().min(1).max(max);

/** Facts for whoever takes the action; every text in it may hold `{{ CEL }}`. */
export const payload = z
  .record(z.string(), z.unknown())
  .describe('Further facts for the receiver; texts may hold {{ CEL }}');
