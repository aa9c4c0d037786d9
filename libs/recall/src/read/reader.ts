import { type Standing, scopeText, teamsOf } from '@hookline/memory';
import { type RawBuilder, sql } from 'kysely';

/** Who reads memories: somebody of one project, or of all. */
export interface MemoryReader {
  readonly tenant: string;
  /** The one project that the reader may know of; all where absent. */
  readonly project?: string;
}

/**
 * SQL that holds for rows of `memories m` that the reader may see: those of its own project, wherever they hold now, and
 * those of others that people made hold for a team of the project or for everyone.
 */
export function visibleTo(
  { tenant, project }: MemoryReader,
  standing: Pick<Standing, 'aliases' | 'teams'>,
): RawBuilder<boolean> {
  if (project === undefined) return sql<boolean>`true`;
  const wider = [
    scopeText({ type: 'organisation', tenant }),
    ...teamsOf(project, standing).map((team) => scopeText({ type: 'team', team })),
  ];
  return sql<boolean>`(m.project = ${project} or m.scope = any(${wider}::text[]))`;
}
