import { z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';

/** The header in which a command line or a page names the person at its keys. */
export const personHeader = 'x-hookline-person';

/** The headers of a route that writes down who asked for something. */
export const personHeaders = z.object({
  [personHeader]: z.string().max(600).optional().openapi({
    description: 'Who is at the keys, where a token is shared, percent-encoded; written down beside its name',
  }),
});

const nameLengthMax = 200;

/** Who is written down: the token's name, and before it the person that its holder says is at the keys. */
export function whoSays(grant: Grant, person: string | undefined): string {
  const named = personNamed(person);
  return (named === undefined ? grant.name : `${named} (${grant.name})`).slice(0, nameLengthMax * 2);
}

/** A name that somebody gave, on one line and without what cannot be seen; undefined where nothing is left. */
export function personNamed(given: string | undefined): string | undefined {
  const named = decoded(given ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .trim()
    .slice(0, nameLengthMax);
  return named === '' ? undefined : named;
}

/** Headers hold no letters beyond Latin: names come percent-encoded, or as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
