import { z } from 'zod';

const hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const change = z.object({
  path: z.string(),
  /** What the session saw or made it hold before, newest last: hashes, and `absent`. */
  before: z.array(z.string()),
  after: z.object({
    state: z.enum(['known', 'absent', 'unknown']),
    hash: hash.nullable(),
    bytes: z.number().nullable(),
    why: z.object({ text: z.string() }).nullable(),
  }),
});

/** A path that a session changed, as the bus tells it. */
export type Change = z.infer<typeof change>;

/** What a session changed by a position, as `GET /v1/sessions/{id}/workspace/changes` answers it. */
export const sessionChanges = z.object({
  session: z.string(),
  project: z.string().nullable(),
  files: z.array(change),
  more: z.int(),
});
export type SessionChanges = z.infer<typeof sessionChanges>;

/** A changed path that is not in the working tree, with the reason. */
export interface Left {
  readonly path: string;
  readonly why: string;
}

/** What of a session's changes lies in a working tree before its agent starts. */
export interface Carried {
  readonly session: string;
  readonly position: number;
  /** Laid there, uncommitted. */
  readonly paths: readonly string[];
  /** Were there already. */
  readonly same: number;
  readonly left: readonly Left[];
}
