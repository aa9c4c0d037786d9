import { z } from 'zod';
import { duration } from '../file/duration.ts';
import { expression, template } from '../file/texts.ts';
import type { Fill } from './fill.ts';

/** A message into a running session, as a rule file says it. */
export const steerFile = z.strictObject({
  session: expression.default('session.id').describe('CEL: id of the session that is told; default: that of the event'),
  text: template(4_000).describe('What the agent is told; may hold {{ CEL }}'),
  expires: duration('10s', '7d').prefault('15m').describe('Not delivered any more after so long: 15m'),
  at: z.enum(['prompt', 'call']).optional().describe('Where it is delivered; default: at whatever comes first'),
});

/** A message is left for a running session. */
export interface SteerAction {
  readonly steer: {
    /** Empty when the expression came to nothing: then there is nobody to tell. */
    readonly session: string;
    readonly text: string;
    readonly expiresMs: number;
    readonly at?: 'prompt' | 'call';
  };
}

/** Fills a message. */
export function fillSteer(file: z.output<typeof steerFile>, fill: Fill): SteerAction['steer'] {
  return {
    session: fill.cel(file.session),
    text: fill.text(file.text, 4_000),
    expiresMs: file.expires,
    ...(file.at !== undefined && { at: file.at }),
  };
}
