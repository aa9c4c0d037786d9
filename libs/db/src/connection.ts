import pg from 'pg';

/** Where the database is and how much of it may be used. */
export interface DatabaseOptions {
  readonly url: string;
  /** Pooled connections; leaders and listeners take one more each. */
  readonly connectionsMax?: number;
  readonly statementTimeoutMs?: number;
  /** How long opening waits for a server that is not there yet. */
  readonly connectWithinMs?: number;
  readonly onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
}

const int8 = 20;
const timestamptz = 1184;

/** `2026-11-22 18:00:00.1+00` as `2026-11-22T18:00:00.100Z`. Connections speak UTC. */
function isoTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  return match ? `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}Z` : text;
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8) return Number;
    if (oid === timestamptz) return isoTime;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

/** The settings of every connection: positions as numbers, times as ISO text in UTC, nothing that waits for ever. */
function connectionConfig(options: DatabaseOptions): pg.ClientConfig {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  return {
    connectionString: options.url,
    application_name: 'hookline',
    options: '-c timezone=UTC',
    types,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: 60_000,
  };
}

/** A pool whose connections may die at any moment without taking the process with them. */
export function openPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig(options),
    max: options.connectionsMax ?? 10,
    idleTimeoutMillis: 30_000,
  });
  const ignore = () => {};
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** A connection of its own, outside the pool: for a lock or a subscription that lives as long as it does. */
export async function connectAlone(options: DatabaseOptions, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client(connectionConfig(options));
  client.on('error', onLost);
  client.on('end', onLost);
  await client.connect();
  return client;
}
