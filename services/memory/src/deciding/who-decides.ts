import { allows, type Grant } from '@hookline/access';
import { ApiError } from '@hookline/http';

/**
 * Throws a 403 unless the token may decide about memories of a project: an administrator's, or a person's that may recall
 * and read there. Tokens of machines and agents never may: what an agent is told must not be settled by an agent.
 */
export function mustDecide(grant: Grant, project: string): void {
  if (mayDecide(grant, project)) return;
  throw new ApiError(
    403,
    'forbidden',
    `the token "${grant.name}" is a ${grant.kind}'s with ${grant.scopes.join(', ')}; deciding about memories of ${project} is for people`,
    { hint: '`hookline tokens create --scope read,recall` makes a token for a person; administrators may always' },
  );
}

/** Throws a 403 unless the token is an administrator's: what concerns more than one project, or all of somebody's work. */
export function mustAdminister(grant: Grant, what: string): void {
  if (allows(grant, 'admin')) return;
  throw new ApiError(
    403,
    'forbidden',
    `the token "${grant.name}" may ${grant.scopes.join(', ')}; ${what} needs admin`,
    {
      hint: '`hookline tokens create --scope admin` makes one that may',
    },
  );
}

function mayDecide(grant: Grant, project: string): boolean {
  if (allows(grant, 'admin')) return true;
  return isPersons(grant) && (grant.project === undefined || grant.project === project);
}

/** Whether the token speaks for a person: what it says are that person's words. */
function isPersons(grant: Grant): boolean {
  if (allows(grant, 'admin')) return true;
  return grant.kind === 'person' && allows(grant, 'recall') && allows(grant, 'read');
}

/**
 * Whether what the token says may be told as that person's own words: where the token is named as sessions name the
 * person. An administrator's speaks for everybody at its keys.
 */
export function speaksFor(grant: Grant, actor: string | null | undefined): boolean {
  return allows(grant, 'admin') || (isPersons(grant) && actor === grant.name);
}

/** Whose words they are. An agent that works with a person's token says so; nobody else speaks for a person. */
export function speakerOf(grant: Grant, by: 'person' | 'agent' | undefined): 'person' | 'agent' {
  return by !== 'agent' && isPersons(grant) ? 'person' : 'agent';
}
