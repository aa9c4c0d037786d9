import type { Grant } from '@hookline/access';
import { type Database, toldOfSessions } from '@hookline/db';
import type { CloudEvent } from '@hookline/schemas';
import { sql } from 'kysely';

const REMEMBERED_MAX = 50_000;

/**
 * Says which project sessions belong to: the one that their first event named. By session; one that nobody has published
 * to yet is not there. Rejects when that cannot be found out now.
 */
export type OwnerLookUp = (tenant: string, sessions: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Looks owners up in the archive. */
export function archivedOwners({ kysely }: Pick<Database, 'kysely'>): OwnerLookUp {
  return async (tenant, sessions) => {
    const { rows } = await sql<{ session: string; project: string }>`
      select distinct on (session) session, project from ${toldOfSessions} told
      where session = any(${sessions}::text[]) and project <> '-'
        and not exists (select 1 from events e where e.position = told.position and e.tenant <> ${tenant})
      order by session, position`.execute(kysely);
    return new Map(rows.map(({ session, project }) => [session, project]));
  };
}

/**
 * Keeps tokens of one project out of the sessions of others. What was published through this process is remembered, so
 * that nothing slips through before the archive has it; only tokens of one project ever ask the archive.
 */
export class SessionOwners {
  readonly #lookUp: OwnerLookUp;
  readonly #known = new Map<string, string>();

  constructor(lookUp: OwnerLookUp) {
    this.#lookUp = lookUp;
  }

  /** The sessions among these that belong to another project than the token's, with the one they belong to. */
  async foreign(grant: Grant, sessions: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const foreign = new Map<string, string>();
    if (grant.project === undefined) return foreign;
    const asked = [...new Set(sessions)].filter((session) => session !== '-');
    const unknown = asked.filter((session) => !this.#known.has(keyOf(grant.tenant, session)));
    if (unknown.length > 0) {
      for (const [session, project] of await this.#lookUp(grant.tenant, unknown)) {
        this.#remember(grant.tenant, session, project);
      }
    }
    for (const session of asked) {
      const project = this.#known.get(keyOf(grant.tenant, session));
      if (project !== undefined && project !== grant.project) foreign.set(session, project);
    }
    return foreign;
  }

  /** Notes whose sessions these events are of; the first to be seen stays the owner. */
  note(events: Iterable<CloudEvent>): void {
    for (const { tenant, session, project } of events) {
      if (session !== '-' && project !== '-' && !this.#known.has(keyOf(tenant, session))) {
        this.#remember(tenant, session, project);
      }
    }
  }

  #remember(tenant: string, session: string, project: string): void {
    if (this.#known.size >= REMEMBERED_MAX) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(keyOf(tenant, session), project);
  }
}

function keyOf(tenant: string, session: string): string {
  return JSON.stringify([tenant, session]);
}
