import { findEvent, type Moment, rangeUpTo } from '@hookline/db';
import { arrange } from '@hookline/projections';
import { type FileAt, filesAt, type Workspace } from '@hookline/workspace';
import { sql } from 'kysely';
import { readWorkspace, type Stores } from './read-workspace.ts';

/** A session's workspace, and up to which place of it counts. */
export interface WorkspaceAt {
  readonly workspace: Workspace;
  /** Undefined: all of it. Empty: nothing yet. */
  readonly order: string | undefined;
}

const sessionsMax = 12;
const versionsMax = 200_000;

/**
 * Folded workspaces of the sessions that were asked for last, as long as nothing new came to them. By session, the whole
 * session says what held at a moment: what is seen later may show that something was not as thought.
 */
class Workspaces {
  readonly #kept = new Map<string, Promise<Workspace>>();

  async at(stores: Stores, session: string, { at, by }: Moment): Promise<WorkspaceAt> {
    const head = await headOf(stores, session, by === 'session' ? undefined : at);
    const workspace = await this.#fold(stores, session, head);
    if (at === undefined || by !== 'session') return { workspace, order: undefined };
    return { workspace, order: await orderAt(stores, session, at) };
  }

  async #fold(stores: Stores, session: string, head: number): Promise<Workspace> {
    const key = `${head} ${session}`;
    const known = this.#kept.get(key);
    const folding = known ?? readWorkspace(stores, session, head);
    this.#kept.delete(key);
    this.#kept.set(key, folding);
    try {
      const workspace = await folding;
      if (known === undefined) await this.#keepWithin();
      return workspace;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  async #keepWithin(): Promise<void> {
    let versions = 0;
    for (const [index, [key, folding]] of [...this.#kept].reverse().entries()) {
      const workspace = await folding.catch(() => undefined);
      for (const list of workspace?.versions.values() ?? []) versions += list.length;
      if (index > 0 && (index >= sessionsMax || versions > versionsMax)) this.#kept.delete(key);
    }
  }
}

const workspaces = new WeakMap<object, Workspaces>();

/** The workspace of a session at a moment. Folding it is shared by everyone who asks at the same time. */
export function workspaceAt(stores: Stores, session: string, moment: Moment): Promise<WorkspaceAt> {
  let kept = workspaces.get(stores.db);
  if (kept === undefined) {
    kept = new Workspaces();
    workspaces.set(stores.db, kept);
  }
  return kept.at(stores, session, moment);
}

/** The files of a session at a moment, by path. */
export async function filesAtMoment(stores: Stores, session: string, moment: Moment): Promise<FileAt[]> {
  const { workspace, order } = await workspaceAt(stores, session, moment);
  return filesAt(workspace, order);
}

/** The newest position of a session, of up to `until`. */
async function headOf({ db }: Stores, session: string, until: number | undefined): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select position from events where session = ${session} and position <= ${until ?? Number.MAX_SAFE_INTEGER}
    order by position desc limit 1`.execute(db.kysely);
  return rows[0]?.position ?? 0;
}

/** Where the event at a position stands in its session's order. */
async function orderAt({ db }: Stores, session: string, at: number): Promise<string> {
  const { upTo } = await rangeUpTo(db, session, { at, by: 'session' });
  const event = upTo && (await findEvent(db, { position: upTo.position }));
  return (event && arrange(event)?.order) ?? '';
}
