import { allows, type Grant } from '@hookline/access';
import { ApiError } from '@hookline/http';

/**
 * Throws a 403 unless the token is an administrator's, or a person's that may read and work. Tokens of machines and
 * services never decide: what waits for a person must not be settled by an agent.
 */
export function mustBePerson(grant: Grant, what: string): void {
  if (allows(grant, 'admin')) return;
  if (grant.kind === 'person' && allows(grant, 'read') && allows(grant, 'work')) return;
  throw new ApiError(
    403,
    'forbidden',
    `the token "${grant.name}" is a ${grant.kind}'s with ${grant.scopes.join(', ')}; ${what} is for people`,
    { hint: '`hookline tokens create --scope read,work` makes a token for a person; administrators may always' },
  );
}
