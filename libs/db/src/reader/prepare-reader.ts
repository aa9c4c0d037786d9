import pg from 'pg';

/** The login that may read the documented views and nothing else. */
export const readerRole = 'hookline_reader';

/** The schema whose views it may read. */
export const readerSchema = 'analytics';

export interface PrepareReader {
  /** Of a login that owns Hookline's tables; to make the reader it must be able to make roles. */
  readonly ownerUrl: string;
  /** Of the reader: `readerRole` with the password it shall have. */
  readonly readerUrl: string;
  /** True when nobody but Hookline uses this server: what its other databases leave open is closed as well. */
  readonly wholeServer?: boolean;
}

/**
 * Makes the reader or brings an older one up to date: its password, its settings, and what it may read. Also takes from
 * everyone, in this database, the functions by which a login that can only read could still hold up or fill the server.
 * Safe to repeat, also side by side; a restored or older installation is as a new one afterwards.
 */
export async function prepareReader({ ownerUrl, readerUrl, wholeServer = false }: PrepareReader): Promise<void> {
  const { user, password, database } = partsOf(readerUrl);
  if (user !== readerRole) {
    throw new Error(
      `the reader is ${JSON.stringify(user)}, expected ${readerRole}: only that role is made and changed`,
    );
  }
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'hookline',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    await client.query(holdViews);
    await client.query(makeRole);
    await client.query(
      `alter role ${readerRole} with login nosuperuser nocreatedb nocreaterole noinherit connection limit ${connectionsMax} password ${pg.escapeLiteral(password)}`,
    );
    for (const [name, value] of Object.entries(roleSettings)) {
      await client.query(`alter role ${readerRole} set ${name} = ${pg.escapeLiteral(value)}`);
    }
    await client.query(boundFiles);
    await client.query(grants);
    await client.query(`revoke temporary on database ${pg.escapeIdentifier(database)} from public`);
    const { rows } = await client.query<{ signature: string }>(openFunctions, [withheldFunctions]);
    for (const { signature } of rows) await client.query(`revoke execute on function ${signature} from public`);
    if (wholeServer) await client.query('revoke connect on database postgres, template1 from public');
    await client.query('commit');
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Views go and come with the read models beneath them. Whoever changes them holds this lock (see `lockGenerations` of
 * @hookline/projections): rights that are granted meanwhile would wait for each other.
 */
export const holdViews = `select pg_advisory_xact_lock(hashtextextended('hookline:generations', 0))`;

/** What can be granted by the owner of the views alone, when somebody else made the role. Does nothing without the role. */
export const grantToReader = `do $$ begin
  if exists (select from pg_roles where rolname = '${readerRole}') then
    create schema if not exists ${readerSchema};
    grant usage on schema ${readerSchema} to ${readerRole};
    grant select on all tables in schema ${readerSchema} to ${readerRole};
    alter default privileges in schema ${readerSchema} grant select on tables to ${readerRole};
  end if;
end $$`;

const grants = `
  ${grantToReader};
  revoke create on schema public from public`;

const makeRole = `do $$ begin
  create role ${readerRole};
exception when duplicate_object or unique_violation then null;
end $$`;

/** What a session of the reader begins with. Those that it could change itself are bounded by whoever lets it in. */
const roleSettings: Readonly<Record<string, string>> = {
  default_transaction_read_only: 'on',
  search_path: readerSchema,
  timezone: 'UTC',
  statement_timeout: '5min',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '60s',
  client_connection_check_interval: '2s',
};

/** Of the server's connections the reader takes at most so many: Hookline's own services have to get in as well. */
const connectionsMax = 30;

/** What its sorts and joins may put on the disk; only a superuser may say so, and the reader cannot change it. */
const boundFiles = `do $$ begin
  if (select rolsuper from pg_roles where rolname = current_user) then
    alter role ${readerRole} set temp_file_limit = '4GB';
  end if;
end $$`;

/** Locks that leaders use, large objects and entries in the write-ahead log: none of them needs a right on any table. */
const withheldFunctions = `^(pg_(try_)?advisory_.*lock.*|lo_(creat|create|from_bytea|put|import|export|unlink|open|truncate|truncate64)|lowrite|pg_logical_emit_message|pg_notify)$`;

const openFunctions = `
  select p.oid::regprocedure::text as signature
  from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
  where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ $1
    and acl.grantee = 0 and acl.privilege_type = 'EXECUTE'
    and (select rolsuper from pg_roles where rolname = current_user)`;

function partsOf(url: string): { user: string; password: string; database: string } {
  const { user, password, database } = new pg.Client({ connectionString: url });
  if (!user || typeof password !== 'string' || !password || !database) {
    throw new Error(
      'the reader’s URL names no user, password or database, expected postgres://user:password@host/database',
    );
  }
  return { user, password, database };
}
