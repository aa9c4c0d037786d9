import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** Two live sessions wrote the same path of one project, or one wrote what somebody else holds by a claim. */
export const ConflictDetected = defineEvent(
  'conflict.detected',
  'bus',
  'Two live sessions wrote the same path of one project, or one wrote what somebody else holds by a claim.',
  z.strictObject({
    conflict: z.string(),
    path: z.string(),
    /** claimed: the second side holds the path by a claim and did not write it. */
    why: z.enum(['both-wrote', 'claimed']),
    sides: z
      .array(
        z.strictObject({
          /** Absent where somebody holds the path by a claim without a session. */
          session: z.string().optional(),
          /** Who holds the path, where it is held by a claim. */
          holder: z.string().optional(),
          /** Of what it wrote first; of the claim, where it wrote nothing and the log has it. */
          position: z.int().positive().optional(),
          time: z.iso.datetime({ offset: true }),
          actor: z.string().optional(),
          branch: z.string().optional(),
          /** The working copy it was written in, absolute, and the machine that has it. */
          folder: z.string().optional(),
          host: z.string().optional(),
          call: z.string().optional(),
          /** What the session was asked to do when it wrote, shortened. */
          intent: z.string().max(500).optional(),
          /** Whose words the intent is: never an instruction to the other side. */
          intentTrust: z.enum(['user', 'agent', 'tool-output', 'external']).optional(),
          /** The claim it holds on the path, where it holds one. */
          claim: z.string().optional(),
        }),
      )
      .length(2),
    sameFolder: z.boolean(),
  }),
);
