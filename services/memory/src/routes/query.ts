import { z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';
import { ApiError } from '@hookline/http';
import { statementLengthMax } from '@hookline/memory';
import type { MemoryReader } from '@hookline/recall';

export const projectText = z.string().min(1).max(512);
export const reasonText = z.string().max(1_000);
export const statementText = z.string().trim().min(1).max(statementLengthMax);
export const idParam = z.object({
  id: z.string().max(100).openapi({ description: 'The id, `mem_` and eight characters, or a beginning of six' }),
});
export const positionText = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What the token lets somebody know of. */
export function readerOf({ tenant, project }: Grant): MemoryReader {
  return { tenant, ...(project !== undefined && { project }) };
}

/** The project to look in: the one asked for, or the only one the token is for. Throws a 403 where they differ. */
export function projectFor(grant: Grant, asked: string | undefined): string | undefined {
  if (grant.project === undefined || asked === undefined || asked === grant.project) return grant.project ?? asked;
  throw new ApiError(403, 'forbidden', `this token is for the project ${grant.project}, not ${asked}`);
}

/** The same where there must be one. */
export function oneProjectFor(grant: Grant, asked: string | undefined, what: string): string {
  const project = projectFor(grant, asked);
  if (project !== undefined) return project;
  throw new ApiError(
    400,
    'bad-request',
    `found no project, expected a project id as "project": ${what} is of one project`,
  );
}
