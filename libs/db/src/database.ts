import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { type DatabaseOptions, openPool } from './connection.ts';
import { lead } from './lead.ts';
import { listen } from './listen.ts';
import { migrate } from './migrate.ts';
import { retrying } from './retrying.ts';
import type { Tables } from './tables.ts';
import { requireVersion } from './version.ts';

export type Trx = Transaction<Tables>;

/**
 * The database of this installation. Column names are camelCase here and snake_case in SQL; positions are numbers,
 * times ISO text in UTC, json comes parsed. Queries reject while the server is away: see `isTransient` and `retrying`.
 */
export interface Database extends AsyncDisposable {
  readonly kysely: Kysely<Tables>;
  transaction<Result>(run: (trx: Trx) => Promise<Result>): Promise<Result>;
  /** Resolves when listening. Told with an empty payload after every (re)connect, since messages may have been missed. */
  listen(channel: string, onMessage: (payload: string) => void, options: { signal: AbortSignal }): Promise<void>;
  /**
   * Runs while this process is the only one that leads under that name; waits for its turn. The signal given to `run`
   * aborts when the lead is lost; then it is sought again. Resolves when the outer signal aborts or `run` returns.
   */
  lead(name: string, options: { signal: AbortSignal }, run: (signal: AbortSignal) => Promise<void>): Promise<void>;
}

/** Connects, waiting up to `connectWithinMs` (60 s) for the server, checks its version and brings the tables up to date. */
export async function openDatabase(where: string | DatabaseOptions): Promise<Database> {
  const options: DatabaseOptions = typeof where === 'string' ? { url: where } : where;
  const pool = openPool(options);
  const kysely = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  try {
    const patience = { withinMs: options.connectWithinMs ?? 60_000, onRetry: options.onRetry };
    await retrying(() => checkVersion(kysely), patience);
    await retrying(() => migrate(kysely), patience);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return {
    kysely,
    transaction: (run) => kysely.transaction().execute(run),
    listen: (channel, onMessage, { signal }) => listen(options, channel, onMessage, signal),
    lead: (name, { signal }, run) => lead(options, name, signal, run),
    [Symbol.asyncDispose]: () => kysely.destroy(),
  };
}

async function checkVersion(kysely: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ number: string; text: string }>`
    select current_setting('server_version_num') as number, current_setting('server_version') as text`.execute(kysely);
  const { number, text } = rows[0]!;
  requireVersion(Number(number), text);
}

/** Sends a message to everyone who listens on the channel; inside a transaction it goes out with the commit. */
export async function notify(db: Database | Trx, channel: string, payload: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute('kysely' in db ? db.kysely : db);
}
