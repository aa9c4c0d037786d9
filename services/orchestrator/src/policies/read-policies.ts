import type { Database } from '@hookline/db';
import { type PolicyFile, parsePolicy, policyTextFor, RuleError } from '@hookline/rules';
import { shortHash } from '@hookline/schemas';

/** A policy as lists show it. */
export interface ShownPolicy {
  readonly policy: string;
  readonly version: string;
  readonly mode: string;
  readonly onFailure: string;
  readonly projects: readonly string[] | null;
  /** Null for a token of one project. */
  readonly path: string | null;
  readonly publishedAt: string;
  readonly description: string | null;
  readonly clauses: readonly PolicyFile['clauses'][number][];
  readonly text: string;
  /** How often it decided what, by mode: deny, ask, allow; open and closed where it could not. */
  readonly decided: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly lastDecidedAt: string | null;
}

/** What an edge decides by. */
export interface PackedPolicy {
  readonly policy: string;
  readonly version: string;
  readonly mode: string;
  readonly onFailure: string;
  readonly projects: readonly string[] | null;
  readonly text: string;
}

/** The policies in force that are for a project, or for some at all. */
async function inForce(db: Database, project: string | undefined) {
  const rows = await db.kysely
    .selectFrom('policies')
    .selectAll()
    .where('withdrawnAt', 'is', null)
    .orderBy('name')
    .execute();
  return rows
    .filter(({ projects }) => project === undefined || projects === null || projects.includes(project))
    .map((row) =>
      project === undefined || row.projects === null
        ? row
        : { ...row, projects: [project], source: policyTextFor(project, row.source) },
    );
}

export async function readPack(
  db: Database,
  project: string | undefined,
): Promise<{ tag: string; policies: PackedPolicy[] }> {
  const policies = (await inForce(db, project)).map(({ name, version, mode, onFailure, projects, source }) => ({
    policy: name,
    version,
    mode,
    onFailure,
    projects,
    text: source,
  }));
  return { tag: shortHash(JSON.stringify(policies)), policies };
}

export async function readPolicies(db: Database, project: string | undefined): Promise<ShownPolicy[]> {
  const rows = await inForce(db, project);
  let query = db.kysely.selectFrom('policyDecisions').selectAll();
  if (project !== undefined) query = query.where('project', '=', project);
  const counts = await query.execute();
  return rows.map((row) => {
    const its = counts.filter(({ policy }) => policy === row.name);
    const decided: Record<string, Record<string, number>> = {};
    for (const { mode, decision, count } of its) {
      const before = decided[mode] ?? {};
      decided[mode] = { ...before, [decision]: (before[decision] ?? 0) + Number(count) };
    }
    const file = fileOf(row.source, row.path);
    return {
      policy: row.name,
      version: row.version,
      mode: row.mode,
      onFailure: row.onFailure,
      projects: row.projects,
      path: project === undefined ? row.path : null,
      publishedAt: row.publishedAt,
      description: file?.description ?? null,
      clauses: file?.clauses ?? [],
      text: row.source,
      decided,
      lastDecidedAt:
        its
          .map(({ lastAt }) => lastAt)
          .toSorted()
          .at(-1) ?? null,
    };
  });
}

function fileOf(text: string, path: string): PolicyFile | undefined {
  try {
    return parsePolicy(text, path).file;
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
