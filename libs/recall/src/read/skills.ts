import type { Database } from '@hookline/db';
import { storyOf, sumOfTrials, type Trials, trialsIn } from '@hookline/memory';
import { sql } from 'kysely';
import { readFacts } from '../keep/observe-next.ts';

/** One time that a person handed a skill over. */
export interface Publication {
  readonly position: number;
  readonly time: string;
  readonly by: string;
  readonly as: 'file' | 'branch';
  /** Relative to the repository. */
  readonly path: string;
  readonly branch?: string;
  /** SHA-256 of the text. */
  readonly hash: string;
}

const publicationsMax = 100;
/** Sessions that are looked through for uses: the newest. */
const sessionsMax = 100;

/** When a procedure was handed over as a skill, the newest first. */
export async function readPublications(db: Database, memory: string): Promise<Publication[]> {
  const { rows } = await sql<{ decision: Publication }>`
    select decision from memory_decisions where memory = ${memory} and type = 'published'
    order by position desc limit ${publicationsMax}`.execute(db.kysely);
  return rows.map(({ decision: { position, time, by, as, path, branch, hash } }) => ({
    position,
    time,
    by,
    as,
    path,
    ...(branch !== undefined && { branch }),
    hash,
  }));
}

/** Uses of a skill in the sessions of a project since it was first handed over; in the newest hundred that name it. */
export async function readTrials(
  db: Database,
  project: string,
  name: string,
  published: readonly Publication[],
): Promise<Trials> {
  const since = Math.min(...published.map(({ position }) => position));
  return await db.transaction(async (trx) => {
    const { rows } = await sql<{ session: string }>`
      select s.session from memory_sessions s
      where s.project = ${project} and s.last_position > ${since} and exists (
        select 1 from memory_facts f where f.session = s.session and f.position > ${since}
          and f.fact ->> 'type' in ('call-started', 'call-ended', 'read') and position(${name} in f.fact::text) > 0)
      order by s.last_position desc limit ${sessionsMax}`.execute(trx);
    const trials: Trials[] = [];
    for (const { session } of rows) {
      const story = storyOf(await readFacts(trx, session));
      if (story !== undefined) trials.push(trialsIn(story, name));
    }
    return sumOfTrials(trials);
  });
}
