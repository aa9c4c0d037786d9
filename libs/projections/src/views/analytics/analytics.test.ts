import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { projections } from '../../projections.ts';
import { prepareGenerations } from '../../store/generations.ts';
import { analyticsViews } from './index.ts';

test('the views have the columns, types and comments that they are said to have', async () => {
  await using owned = await testDatabase();
  await using db = await openDatabase(owned.url);
  await prepareGenerations(db, projections);

  const { rows } = await sql<{ view: string; column: string; type: string; about: string }>`
    select c.relname as view, a.attname as column, format_type(a.atttypid, null) as type,
      col_description(c.oid, a.attnum) as about
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'analytics'::regnamespace and a.attnum > 0
    order by c.oid, a.attnum`.execute(db.kysely);

  expect(
    rows.map(({ type, ...row }) => ({ ...row, type: type.replace('timestamp with time zone', 'timestamptz') })),
  ).toEqual(
    analyticsViews.flatMap(({ name, columns }) =>
      Object.entries(columns).map(([column, [type, about]]) => ({
        view: name.slice('analytics.'.length),
        column,
        about,
        type,
      })),
    ),
  );
  for (const { name } of analyticsViews) await sql`select * from ${sql.table(name)}`.execute(db.kysely);
});

test('names and types are as people have them in their queries', () => {
  const promised = Object.fromEntries(
    analyticsViews.map(({ name, columns }) => [
      name,
      Object.entries(columns).map(([column, [type]]) => `${column} ${type}`),
    ]),
  );
  expect(
    promised,
    'people’s queries rely on these: add what is new at will, take away or rename only with a decision (docs/decisions)',
  ).toMatchSnapshot();
});

test('every name says its unit, and every column what stands in it', () => {
  for (const { name, about, columns } of analyticsViews) {
    expect(about.length, name).toBeGreaterThan(20);
    for (const [column, [type, told]] of Object.entries(columns)) {
      const where = `${name}.${column}`;
      expect(column, where).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(told, where).toMatch(/^[^.].*[^.]$/s);
      if (type === 'timestamptz') expect(column, where).toMatch(/^(at|time|.*_at)$/);
      if (type === 'boolean') expect(column, where).toMatch(/^is_/);
      if (type === 'double precision') expect(column, where).toMatch(/_(ms|usd)$/);
    }
  }
});
