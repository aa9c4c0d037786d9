import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@hookline/db';
import type { SharedContent } from '@hookline/exports';
import { sql } from 'kysely';

/** A link under which one session can be looked at without signing in. */
export interface Share {
  readonly id: string;
  readonly session: string;
  /** The page shows the session as the log had it at this position, for as long as the link lives. */
  readonly at: number;
  readonly content: SharedContent;
  /** The name of the token that made it. */
  readonly madeBy: string;
  readonly madeAt: string;
  readonly expiresAt: string;
  /** How often it was looked at. */
  readonly opened: number;
}

const columns = ['id', 'session', 'at', 'content', 'madeBy', 'madeAt', 'expiresAt', 'opened'] as const;
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** Makes a link's secret, 256 random bits, of which only the hash is kept. */
export async function addShare(
  { kysely }: Database,
  share: Pick<Share, 'session' | 'at' | 'content' | 'madeBy'> & { readonly seconds: number },
): Promise<{ readonly share: Share; readonly secret: string }> {
  const secret = randomBytes(32).toString('base64url');
  const { seconds, ...about } = share;
  const made = await kysely
    .insertInto('shares')
    .values({
      ...about,
      id: randomBytes(6).toString('hex'),
      secretHash: hashOf(secret),
      expiresAt: sql`now() + make_interval(secs => ${seconds})`,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { share: made, secret };
}

/** Links that have not expired, the newest first, at most 1,000. */
export async function listShares({ kysely }: Database): Promise<Share[]> {
  return await kysely
    .selectFrom('shares')
    .select(columns)
    .where('expiresAt', '>', sql<string>`now()`)
    .orderBy('madeAt', 'desc')
    .limit(1_000)
    .execute();
}

/** The link with this secret, counted as opened; undefined when there is none, or no longer. */
export async function openShare({ kysely }: Database, secret: string): Promise<Share | undefined> {
  return await kysely
    .updateTable('shares')
    .set({ opened: sql`opened + 1` })
    .where('secretHash', '=', hashOf(secret))
    .where('expiresAt', '>', sql<string>`now()`)
    .returning(columns)
    .executeTakeFirst();
}

/** Ends a link at once; false when there is none of this id. */
export async function endShare({ kysely }: Database, id: string): Promise<boolean> {
  const ended = await kysely.deleteFrom('shares').where('id', '=', id).executeTakeFirst();
  return ended.numDeletedRows > 0n;
}

/** The session that a link shows; undefined when there is none of this id. */
export async function sessionOfShare({ kysely }: Database, id: string): Promise<string | undefined> {
  return (await kysely.selectFrom('shares').select('session').where('id', '=', id).executeTakeFirst())?.session;
}
