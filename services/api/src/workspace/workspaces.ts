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
/** Sessions that are folded side by side; who asks for more waits. */
const foldingMax = 3;
const versionsMax = 200_000;

/**
 * Folded workspaces of the sessions that were asked for last, as long as nothing new came to them. By session, the whole
 * session says what held at a moment: what is seen later may show that something was not as thought.
 */
class Workspaces {
  readonly #kept = new Map<string, Promise<Workspace>>();
  readonly #waiting: (() => void)[] = [];
  #folding = 0;

  async at(stores: Stores, session: string, { at, by }: Moment): Promise<WorkspaceAt> {
    const head = await headOf(stores, session, by === 'session' ? undefined : at);
    const workspace = await this.#fold(stores, session, head);
    if (at === undefined || by !== 'session') return { workspace, order: undefined };
    return { workspace, order: await orderAt(stores, session, at) };
  }

  async #fold(stores: Stores, session: string, head: Head): Promise<Workspace> {
    const key = `${head.position} ${head.events} ${session}`;
    const known = this.#kept.get(key);
    const folding = known ?? this.#inTurn(() => readWorkspace(stores, session, head.position));
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

  async #inTurn(fold: () => Promise<Workspace>): Promise<Workspace> {
    if (this.#folding < foldingMax) this.#folding += 1;
    else await new Promise<void>((begin) => this.#waiting.push(begin));
    try {
      return await fold();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#folding -= 1;
      else next();
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

/** What a workspace follows from: more events, or fewer when some were erased, make it another one. */
interface Head {
  readonly position: number;
  readonly events: number;
}

/** The newest position of a session, of up to `until`, and how many events it has by then. */
async function headOf({ db }: Stores, session: string, until: number | undefined): Promise<Head> {
  const { rows } = await sql<Head>`
    select coalesce(max(position), 0) as position, count(*) as events from events
    where session = ${session} and position <= ${until ?? Number.MAX_SAFE_INTEGER}`.execute(db.kysely);
  return rows[0]!;
}

/** Where the event at a position stands in its session's order. */
async function orderAt({ db }: Stores, session: string, at: number): Promise<string> {
  const { upTo } = await rangeUpTo(db, session, { at, by: 'session' });
  const event = upTo && (await findEvent(db, { position: upTo.position }));
  return (event && arrange(event)?.order) ?? '';
}
