import { type Generated, type Kysely, sql } from 'kysely';

/** One row per token ever created; a revoked one stays, so that what it did can still be named. */
export interface TokenTable {
  id: string;
  name: string;
  kind: string;
  tenant: string;
  project: string | null;
  scopes: string[];
  secretHash: string;
  createdAt: Generated<string>;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** The database of this installation; this package touches its table `tokens` only. Columns are camelCase, times ISO text. */
export interface AccessDatabase {
  // biome-ignore lint/suspicious/noExplicitAny: kysely's table map is invariant, and ours is one table of somebody's database
  readonly kysely: Kysely<any>;
}

export const tokensOf = ({ kysely }: AccessDatabase): Kysely<{ tokens: TokenTable }> =>
  kysely as Kysely<{ tokens: TokenTable }>;

/** Makes the table if it is missing. Safe to call at every start, also by several processes at once. */
export async function ensureAccessTables({ kysely }: AccessDatabase): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('hookline access tables'))`.execute(transaction);
    await sql`
      create table if not exists tokens (
        id text primary key,
        name text not null,
        kind text not null,
        tenant text not null,
        project text,
        scopes text[] not null,
        secret_hash text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz
      )`.execute(transaction);
  });
}
