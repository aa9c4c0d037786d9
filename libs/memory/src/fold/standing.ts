import type { Decision } from './decision.ts';

/** What people decided that concerns more than one memory, as it stands after all decisions. */
export interface Standing {
  /** Sessions and people whose observations do not count. */
  readonly revokedSessions: ReadonlySet<string>;
  readonly revokedActors: ReadonlySet<string>;
  /** The project that a name is another name of. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Projects by team. */
  readonly teams: ReadonlyMap<string, readonly string[]>;
}

/** Folds decisions in the order of the log: the last word counts. */
export function standingOf(decisions: readonly Decision[]): Standing {
  const revokedSessions = new Set<string>();
  const revokedActors = new Set<string>();
  const aliases = new Map<string, string>();
  const teams = new Map<string, readonly string[]>();
  for (const one of [...decisions].sort((a, b) => a.position - b.position)) {
    if (one.type === 'revoked') {
      const put = (set: Set<string>, name: string) => (one.undone ? set.delete(name) : set.add(name));
      for (const session of one.sessions) put(revokedSessions, session);
      for (const actor of one.actors) put(revokedActors, actor);
    } else if (one.type === 'alias') {
      if (one.undone || one.alias === one.project) aliases.delete(one.alias);
      else aliases.set(one.alias, one.project);
    } else if (one.type === 'team') {
      if (one.projects.length === 0) teams.delete(one.team);
      else teams.set(one.team, [...new Set(one.projects)].sort());
    }
  }
  return { revokedSessions, revokedActors, aliases, teams };
}

/** The project that a name means: follows other names, and stops where they lead back. */
export function projectNamed(name: string, { aliases }: Pick<Standing, 'aliases'>): string {
  const seen = new Set([name]);
  let project = name;
  for (let next = aliases.get(project); next !== undefined && !seen.has(next); next = aliases.get(project)) {
    seen.add(next);
    project = next;
  }
  return project;
}

/** The teams that a project is of, by whichever of its names they know it; in order of their names. */
export function teamsOf(project: string, standing: Pick<Standing, 'aliases' | 'teams'>): string[] {
  const own = projectNamed(project, standing);
  return [...standing.teams]
    .flatMap(([team, projects]) => (projects.some((one) => projectNamed(one, standing) === own) ? [team] : []))
    .sort();
}
