import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { leasePostgres } from './shared-postgres.ts';

export interface TestDatabase extends AsyncDisposable {
  /** A connection string for `pg`. */
  readonly url: string;
  readonly name: string;
}

export interface TestDatabaseOptions {
  /** Without the tables that the test run prepared, as a first start finds it. */
  readonly empty?: boolean;
  /** A database prepared once per test run, of which each caller gets a copy. */
  readonly template?: {
    /** Small letters, digits and underscores; another way of preparing needs another name. */
    readonly name: string;
    /** Fills it (migrations, say) and closes its connections before it resolves. */
    prepare(url: string): Promise<void>;
  };
}

const withTables = 'template_tables';

/** Has every database of this test run begin as a copy of one that `prepare` filled. */
export async function prepareTables(url: string, prepare: (url: string) => Promise<void>): Promise<void> {
  await prepared(url, { name: 'tables', prepare }, 'template0');
}

/**
 * A database of its own on the PostgreSQL of this test run, dropped when disposed of: with Hookline's tables where the
 * run prepared them, which is quicker than making them, else empty.
 */
export async function testDatabase({ empty = false, template }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const lease = await leasePostgres();
  try {
    const start = empty ? 'template0' : await startOf(lease.url);
    const origin = template ? await prepared(lease.url, template, start) : start;
    const name = `test_${randomBytes(8).toString('hex')}`;
    await withClient(lease.url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${origin}`));
    return {
      url: withDatabase(lease.url, name),
      name,
      async [Symbol.asyncDispose]() {
        await withClient(lease.url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
        await lease[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await lease[Symbol.asyncDispose]();
    throw error;
  }
}

async function startOf(url: string): Promise<string> {
  return await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [
      withTables,
    ]);
    return rowCount ? withTables : 'template0';
  });
}

/** The template's name, once it is whole; whoever comes first prepares it while the others wait. */
async function prepared(
  url: string,
  template: NonNullable<TestDatabaseOptions['template']>,
  start: string,
): Promise<string> {
  if (!/^[a-z0-9_]{1,40}$/.test(template.name)) {
    throw new Error(
      `the template name ${JSON.stringify(template.name)} has other signs than a-z, 0-9 and _, or more than 40 of them`,
    );
  }
  const name = `template_${template.name}`;
  await withClient(url, async (client) => {
    const isWhole = async () => {
      const { rows } = await client.query('SELECT datistemplate FROM pg_database WHERE datname = $1', [name]);
      return rows[0]?.datistemplate === true;
    };
    if (await isWhole()) return;
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    if (await isWhole()) return;
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${start}`);
    await template.prepare(withDatabase(url, name));
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  });
  return name;
}

async function withClient<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
}
