import pg from 'pg';
import Cursor from 'pg-cursor';
import { ReaderBusyError, ReaderUnsafeError, StatementTimeoutError, StatementTooLargeError } from './errors.ts';
import { readerSchema } from './prepare-reader.ts';
import { readerTypes, typeName } from './types.ts';

/** A column of an answer; `type` is PostgreSQL's own short name, such as `timestamptz`. */
export interface AnswerColumn {
  readonly name: string;
  readonly type: string;
}

export interface ReadLimits {
  readonly timeoutMs: number;
  /** Of what the server sends at once; batches are chosen far smaller, so only a few large rows can be more. */
  readonly batchBytesMax: number;
  readonly signal?: AbortSignal | undefined;
}

/** The rows of one statement as they come: first the columns, then the rows in batches. */
export interface Answer extends AsyncDisposable {
  readonly columns: readonly AnswerColumn[];
  /** Rejects with `StatementTimeoutError`, `StatementTooLargeError`, or what the server said. */
  readonly rows: AsyncIterable<readonly unknown[][]>;
}

/** Runs statements that people wrote, as the login that can only read. */
export interface Reader {
  /**
   * One statement on a connection of its own, in a transaction that can only read and is rolled back, so that nothing of
   * it is left. Several statements in one text are refused by the server. Dispose of the answer to end it early.
   */
  ask(statement: string, limits: ReadLimits): Promise<Answer>;
}

export interface ReaderOptions {
  readonly url: string;
  /** How many statements may run side by side; further ones reject with `ReaderBusyError`. 4 where not given. */
  readonly statementsMax?: number;
}

const batchRowsMax = 1_000;
const batchBytesAimed = 2 ** 20;

/** A reader of this database. Nothing is connected before the first statement. */
export function openReader({ url, statementsMax = 4 }: ReaderOptions): Reader {
  let running = 0;
  let checked = false;
  return {
    async ask(statement, limits) {
      if (running >= statementsMax) throw new ReaderBusyError(statementsMax);
      running += 1;
      const connection = new pg.Client({
        connectionString: url,
        application_name: 'hookline sql',
        connectionTimeoutMillis: 5_000,
        statement_timeout: limits.timeoutMs,
        options: `-c timezone=UTC -c search_path=${readerSchema} -c default_transaction_read_only=on`,
        types: readerTypes,
      });
      const guard = new Guard(connection, url, limits);
      const end = async () => {
        if (guard.end()) running -= 1;
        await connection.end().catch(() => {});
      };
      try {
        await connection.connect();
        if (!checked) await checkRights(connection);
        checked = true;
        await connection.query('begin transaction read only');
        guard.start();
        const cursor = connection.query(new Cursor(statement, [], { rowMode: 'array', types: readerTypes }));
        const first = await guard.meanwhile(readCursor(cursor, 1));
        const columns = first.fields.map(({ name, dataTypeID }) => ({ name, type: typeName(dataTypeID) }));
        async function* rows() {
          try {
            for (let { rows: batch } = first; batch.length > 0; ) {
              yield batch;
              const fitting = guard.takeBytes() / batch.length;
              const size = Math.min(batchRowsMax, Math.max(1, Math.floor(batchBytesAimed / fitting)));
              batch = (await guard.meanwhile(readCursor(cursor, size))).rows;
            }
          } finally {
            await end();
          }
        }
        return { columns, rows: rows(), [Symbol.asyncDispose]: end };
      } catch (error) {
        await end();
        throw error;
      }
    },
  };
}

interface Batch {
  readonly rows: unknown[][];
  readonly fields: readonly pg.FieldDef[];
}

function readCursor(cursor: Cursor, rows: number): Promise<Batch> {
  return new Promise((resolve, reject) => {
    cursor.read(rows, (error: Error | undefined, found: unknown[][], result?: pg.QueryResult) => {
      if (error) reject(error);
      else resolve({ rows: found, fields: result?.fields ?? [] });
    });
  });
}

/**
 * Ends a statement that takes too long, sends too much, or that nobody waits for any more. The server's own timeout is
 * not enough: a statement can set it to nothing while it runs.
 */
class Guard {
  readonly #connection: pg.Client;
  readonly #url: string;
  readonly #limits: ReadLimits;
  readonly #stop: PromiseWithResolvers<never> = Promise.withResolvers();
  #timer: NodeJS.Timeout | undefined;
  #bytes = 0;
  #ended = false;
  readonly #onAbort = () => this.#cancel(this.#limits.signal?.reason);

  constructor(connection: pg.Client, url: string, limits: ReadLimits) {
    this.#connection = connection;
    this.#url = url;
    this.#limits = limits;
    this.#stop.promise.catch(() => {});
    connection.on('error', (error) => this.#stop.reject(error));
  }

  start(): void {
    const { timeoutMs, batchBytesMax, signal } = this.#limits;
    this.#timer = setTimeout(() => this.#cancel(new StatementTimeoutError(timeoutMs)), timeoutMs);
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    // A single row may be a gigabyte: it has to be stopped while it arrives.
    streamOf(this.#connection).on('data', (piece: Buffer) => {
      this.#bytes += piece.length;
      if (this.#bytes > batchBytesMax) this.#cancel(new StatementTooLargeError(batchBytesMax));
    });
  }

  /** What is waited for, unless the statement is ended before. */
  async meanwhile<Result>(promise: Promise<Result>): Promise<Result> {
    promise.catch(() => {});
    try {
      return await Promise.race([promise, this.#stop.promise]);
    } catch (error) {
      // The server's own timeout is set to the same time and may be the first to say so.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      throw code === '57014' ? new StatementTimeoutError(this.#limits.timeoutMs) : error;
    }
  }

  /** What was received since it was last asked. */
  takeBytes(): number {
    const bytes = this.#bytes;
    this.#bytes = 0;
    return bytes;
  }

  /** True the first time. */
  end(): boolean {
    clearTimeout(this.#timer);
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
    const first = !this.#ended;
    this.#ended = true;
    return first;
  }

  #cancel(why: unknown): void {
    if (this.#ended) return;
    this.#stop.reject(why);
    const { processID } = this.#connection as unknown as { processID: number | null };
    streamOf(this.#connection).destroy();
    if (processID !== null) void cancelBackend(this.#url, processID);
  }
}

function streamOf(connection: pg.Client): NodeJS.ReadableStream & { destroy(): void } {
  return (connection as unknown as { connection: { stream: NodeJS.ReadableStream & { destroy(): void } } }).connection
    .stream;
}

/** A login may end its own statements; where this fails, the server notices in seconds that nobody reads any more. */
async function cancelBackend(url: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, statement_timeout: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select pg_terminate_backend($1)', [pid]);
  } catch {
    // Nothing else can be done from here.
  } finally {
    await client.end().catch(() => {});
  }
}

/** Throws `ReaderUnsafeError` when the login may more than it should: SQL of people must never run as the owner. */
async function checkRights(connection: pg.Client): Promise<void> {
  const { rows } = await connection.query<{ role: string; superuser: boolean; more: string | null }>(`
    select current_user as role,
      (select rolsuper or rolcreaterole or rolbypassrls or rolreplication from pg_roles where rolname = current_user) as superuser,
      (select string_agg(format('%I.%I', n.nspname, c.relname), ', ')
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname in ('public', 'read', 'models')
          and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select, insert, update, delete')) as more`);
  const { role, superuser, more } = rows[0]!;
  if (superuser) throw new ReaderUnsafeError(role, 'may administer the server');
  if (more !== null) throw new ReaderUnsafeError(role, `may use more than the schema ${readerSchema}: ${more}`);
}
