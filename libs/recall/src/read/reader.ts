import { type Memory, type Standing, scopeText, teamsOf } from '@hookline/memory';
import { type RawBuilder, sql } from 'kysely';

/** Who reads memories: somebody of one project, or of all. */
export interface MemoryReader {
  readonly tenant: string;
  /** The one project that the reader may know of; all where absent. */
  readonly project?: string;
}

/** Whether a memory is of another project, whose people let it hold for the reader's as well. */
export function isShared({ project }: MemoryReader, memory: Pick<Memory, 'project'>): boolean {
  return project !== undefined && memory.project !== project;
}

/** As the reader may see it: of a shared memory what it says, not what sessions of its project said and who was in them. */
export function forReader(reader: MemoryReader, memory: Memory): Memory {
  return isShared(reader, memory) ? { ...memory, details: {}, keywords: '' } : memory;
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
