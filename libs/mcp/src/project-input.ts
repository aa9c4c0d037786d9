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

/** Who asks, and from where. What is known of that is not the model's to say. */
export function asker(input: object, at: Whereabouts): Pick<Whereabouts, 'project' | 'session' | 'actor'> {
  return {
    project: at.project ?? (input as { project?: string }).project,
    session: at.session,
    actor: at.actor,
  };
}
