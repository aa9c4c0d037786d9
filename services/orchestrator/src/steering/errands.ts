import type { Database } from '@hookline/db';
import { sql } from 'kysely';
import { Doorbell } from '../doorbell.ts';
import { steeringChannel } from './commands.ts';
import { type Errand, errandOf } from './message.ts';

/** Whose messages an edge asks for, and what it has of them. */
export interface Asked {
  readonly sessions: readonly string[];
  /** Messages that it holds already. */
  readonly known: readonly string[];
  /** The one project whose messages it may have. */
  readonly project?: string | undefined;
}

export interface Errands {
  readonly messages: readonly Errand[];
  /** Those of `known` that are over: nobody is to be told them any more. */
  readonly gone: readonly string[];
}

const messagesMax = 200;
/** More than these do not wait: they are answered at once, and ask again. */
const waitersMax = 2_000;

/** What waits for these sessions now, the oldest first, without what the edge has already. */
async function errandsNow({ kysely }: Pick<Database, 'kysely'>, asked: Asked): Promise<Errands> {
  const { sessions, known, project } = asked;
  if (sessions.length === 0 && known.length === 0) return { messages: [], gone: [] };
  const mine = kysely
    .selectFrom('steerMessages')
    .$if(project !== undefined, (query) => query.where('project', '=', project!));
  const waiting =
    sessions.length === 0
      ? []
      : await mine
          .selectAll()
          .where('state', '=', 'waiting')
          .where('session', 'in', sessions)
          .where('expiresAt', '>', sql<string>`now()`)
          .$if(known.length > 0, (query) => query.where('message', 'not in', known))
          .orderBy('sentAt')
          .orderBy('message')
          .limit(messagesMax)
          .execute();
  const over =
    known.length === 0
      ? []
      : await mine.select('message').where('message', 'in', known).where('state', '!=', 'waiting').execute();
  return { messages: waiting.map(errandOf), gone: over.map(({ message }) => message) };
}

/** Lets requests wait for messages of sessions, and wakes those that a message is for, at once. */
export class ErrandDoor {
  readonly #db: Database;
  readonly #signal: AbortSignal;
  readonly #bells = new Map<string, Set<Doorbell>>();
  #waiters = 0;
  #listening: Promise<void> | undefined;

  constructor(db: Database, signal: AbortSignal) {
    this.#db = db;
    this.#signal = signal;
  }

  /** Resolves as soon as there is something to tell, with nothing when the time is up or the asker gone. */
  async wait(asked: Asked, waitMs: number, gone: AbortSignal): Promise<Errands> {
    const first = await errandsNow(this.#db, asked);
    if (waitMs === 0 || hasAny(first) || this.#waiters >= waitersMax) return first;
    const signal = AbortSignal.any([this.#signal, gone]);
    const until = performance.now() + waitMs;
    const bell = new Doorbell();
    this.#waiters += 1;
    for (const session of asked.sessions) this.#bellsOf(session).add(bell);
    try {
      this.#listening ??= this.#listen();
      await this.#listening;
      // From here on nothing is missed: looked at once more after the bell hangs.
      for (;;) {
        const found = await errandsNow(this.#db, asked);
        const leftMs = until - performance.now();
        if (hasAny(found) || leftMs <= 0 || signal.aborted) return found;
        await bell.wait(leftMs, signal);
      }
    } finally {
      this.#waiters -= 1;
      for (const session of asked.sessions) {
        const bells = this.#bells.get(session);
        bells?.delete(bell);
        if (bells?.size === 0) this.#bells.delete(session);
      }
    }
  }

  async #listen(): Promise<void> {
    try {
      await this.#db.listen(steeringChannel, (session) => this.#ring(session), { signal: this.#signal });
    } catch (error) {
      this.#listening = undefined;
      throw error;
    }
  }

  #ring(session: string): void {
    const bells = session === '' ? [...this.#bells.values()] : [this.#bells.get(session) ?? []];
    for (const bell of bells.flatMap((some) => [...some])) bell.ring();
  }

  #bellsOf(session: string): Set<Doorbell> {
    const bells = this.#bells.get(session) ?? new Set();
    this.#bells.set(session, bells);
    return bells;
  }
}

const hasAny = ({ messages, gone }: Errands): boolean => messages.length > 0 || gone.length > 0;
