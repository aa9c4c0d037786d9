import { z } from 'zod';

/**
 * Which firing stands behind what the bus did or started. `depth` counts the firings between a person and this one, from
 * 1; `chain` names the rules of those firings, the first one first, this one last.
 */
export const cause = z.strictObject({
  firing: z.string(),
  rule: z.string(),
  version: z.string(),
  key: z.string(),
  depth: z.int().positive(),
  chain: z.array(z.string()).max(32),
});
export type Cause = z.infer<typeof cause>;
