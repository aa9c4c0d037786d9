import type { Trx } from '@hookline/db';
import { ownersOf } from '@hookline/db';
import { sql } from 'kysely';

/** What a message has to know of the session it is for. */
export interface SessionTold {
  readonly project: string;
  readonly harness: string;
  readonly ended: boolean;
}

/** Harnesses that take nothing in while they run: a message could only wait for its end. */
const cannotBeTold: ReadonlySet<string> = new Set(['aider']);

/** Why a session cannot be told anything, in a sentence; undefined where it can. `sender` is the project of who speaks. */
export function refusalOf(
  session: string,
  told: SessionTold | undefined,
  sender: string | undefined,
): string | undefined {
  if (session === '' || session === '-') return 'it names no session';
  if (told === undefined) return `there is no session ${session}`;
  if (sender !== undefined && told.project !== sender) {
    return `there is no session ${session} of ${sender}; a message stays inside its project`;
  }
  if (told.ended) return `the session ${session} has ended`;
  if (cannotBeTold.has(told.harness)) return `${told.harness} takes no message while it runs`;
  return undefined;
}

/**
 * What is known of a session: from the facts that rules are matched against, which are as new as the log that was read;
 * from the archive for a session of before there were such facts. Undefined when nobody ever told of it.
 */
export async function sessionTold(trx: Trx, session: string): Promise<SessionTold | undefined> {
  const row = await trx.selectFrom('sessionFacts').select('facts').where('session', '=', session).executeTakeFirst();
  if (row !== undefined) {
    const { project, harness, ended } = row.facts as SessionTold;
    return { project, harness, ended };
  }
  const project = (await ownersOf({ kysely: trx }, [session])).get(session);
  if (project === undefined) return undefined;
  const { rows } = await sql<{ kind: string }>`
    select kind from events
    where session = ${session} and kind in ('session.started', 'session.resumed', 'session.ended')
    order by position desc limit 1`.execute(trx);
  return { project, harness: session.split(':')[0]!, ended: rows[0]?.kind === 'session.ended' };
}
