import { z } from 'zod';
import type { Whereabouts } from './port.ts';

const project = z
  .string()
  .min(1)
  .max(512)
  .describe('Id of the project: its git remote without scheme and suffix, like github.com/acme/shop');

/** The argument that names the project: there only where nobody else knows it, and then needed. */
export function projectInput(at: Whereabouts): { project?: typeof project } {
  return at.project === undefined ? { project } : {};
}

/** Which project a call is about. */
export function projectOf(input: object, at: Whereabouts): string | undefined {
  return at.project ?? (input as { project?: string }).project;
}
