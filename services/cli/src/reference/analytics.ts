import type { AnalyticsView } from '@hookline/projections';

const before = `# Views for SQL

Written by \`npm run reference\`. The views of the schema \`analytics\`: what \`hookline sql\`, psql, Grafana, Metabase and notebooks read, and
what \`hookline export --format parquet --tables <folder>\` writes. [Ask with SQL](../how-to/ask-with-sql.md) has ten questions with their queries.

A view, a column and its type stay as they are; new ones may come, so name the columns you need. Taking one away is a decision that is
announced a version ahead. Any column but a key may be null: null is what nobody said. Durations end in \`_ms\`, costs in \`_usd\`.

Views show all projects of the installation. Rows appear as soon as the read models have them, and disappear with what was erased.`;

const after = `## The login

\`hookline start\` makes the login \`hookline_reader\` at every start and writes its address to \`run/analytics-url\`, readable by you alone. It can
select from this schema and do nothing else: no other table, no writing, no temporary table, no lock of Hookline's own. A login of this kind
sees what all agents did, prompts and outputs included: give it to those who may read that.

At a PostgreSQL of your own, set \`HOOKLINE_ANALYTICS_URL=postgres://hookline_reader:<password>@<host>/<database>\`. Where Hookline's login may make
roles, the reader is made with that password. Otherwise somebody who may runs this in the database, once, and Hookline grants the rest:

\`\`\`sql
create role hookline_reader login password '…' noinherit connection limit 30;
alter role hookline_reader set default_transaction_read_only = on;
alter role hookline_reader set search_path = analytics;
alter role hookline_reader set timezone = 'UTC';
alter role hookline_reader set statement_timeout = '5min';
alter role hookline_reader set lock_timeout = '10s';
alter role hookline_reader set idle_in_transaction_session_timeout = '60s';
alter role hookline_reader set temp_file_limit = '4GB';
revoke create on schema public from public;
revoke temporary on database hookline from public;
\`\`\`

Functions that every login may call are the database's own affair there: advisory locks, for example, with which a reader could keep
Hookline's services waiting. A superuser limits its files on the disk (\`temp_file_limit\` above) and takes them from everyone in this database, as \`hookline start\` does in its own:

\`\`\`sql
do $$ declare f regprocedure; begin
  for f in select oid::regprocedure from pg_proc where pronamespace = 'pg_catalog'::regnamespace
    and proname ~ '^(pg_(try_)?advisory_.*lock.*|lo_(creat|create|from_bytea|put|import|export|unlink|open|truncate|truncate64)|lowrite|pg_logical_emit_message|pg_notify)$'
  loop execute format('revoke execute on function %s from public', f); end loop;
end $$;
\`\`\`

\`POST /v1/sql\` answers one statement over these views for a token with the scope \`read\` that is not limited to a project: at most 100,000 rows
or 16 MB, within 300 seconds, four statements side by side. It refuses to run as a login that may do more than read them.

When a new version of a read model takes over, its views are made anew. Statements that began before are waited for, two seconds at most; then
those of this login, and of logins that were granted it, are ended, and can be asked again. At a server of your own a login that is no superuser
needs \`grant pg_signal_backend to <Hookline's login>\` for it; without, the switch waits for them, and is tried again.
`;

/** The views of people's SQL as Markdown: every column of every view. */
export function describeAnalytics(views: readonly AnalyticsView[]): string {
  const parts = views.map(({ name, about, columns }) =>
    [
      `## ${name.slice('analytics.'.length)}`,
      '',
      `${about}.`,
      '',
      '| column | type | what stands in it |',
      '| --- | --- | --- |',
      ...Object.entries(columns).map(
        ([column, [type, told]]) =>
          `| \`${column}\` | ${type} | ${told.replaceAll('|', '\\|').replaceAll('<', '&lt;')} |`,
      ),
    ].join('\n'),
  );
  return [before, ...parts, after].join('\n\n');
}
