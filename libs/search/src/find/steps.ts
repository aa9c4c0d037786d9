import { type RawBuilder, sql } from 'kysely';
import { callSteps, type Step } from '../query/query.ts';
import { wholeWords } from './scope.ts';

/**
 * One chain of steps as the body of a CTE: for every session of `scope` in which they happened in that order, `number` and
 * the earliest entries that make it, as JSON `matched: [{ kind, id, position }]`.
 */
export function chainSelect(chain: readonly Step[]): RawBuilder<unknown> {
  const [first, ...rest] = chain.map(stepSelect);
  const joins = rest.map(
    (step, index) => sql`
      join lateral (
        select * from (${step}) given
        where given.number = s0.number and (given.order_key, given.position) > (${sql.raw(`s${index}`)}.order_key, ${sql.raw(`s${index}`)}.position)
        order by order_key, position limit 1
      ) ${sql.raw(`s${index + 1}`)} on true`,
  );
  const matched = chain.map(
    (_, index) =>
      sql`json_build_object('kind', ${sql.raw(`s${index}.kind, 'id', s${index}.id, 'position', s${index}.position`)})`,
  );
  return sql`
    select s0.number, json_build_array(${sql.join(matched)}) as matched
    from (select distinct on (number) * from (${first!}) given order by number, order_key, position) s0
    ${sql.join(joins, sql` `)}`;
}

/** `number, order_key, position, kind, id` of everything that is such a step in the sessions of `scope`. */
function stepSelect({ name, value }: Step): RawBuilder<unknown> {
  if ((callSteps as readonly string[]).includes(name)) {
    return sql`
      select c.number, c.order_key, c.position, 'call' as kind, c.call as id
      from search_calls c join scope using (number) where ${callCondition(name, value)}`;
  }
  return sql`
    select scope.number, f.order_key, f.position, 'file' as kind, f.file as id
    from read.files f join scope on scope.session = f.session
    where ${fileCondition(name)} and (${pathIs(sql`f.path`, value)} or ${pathIs(sql`f.from_path`, value)})`;
}

function callCondition(name: Step['name'], value: string): RawBuilder<unknown> {
  const command = sql`lower(c.command) ~ ${wholeWords(value)}`;
  switch (name) {
    case 'ran':
      return sql`${command} and c.outcome <> 'denied'`;
    case 'passed':
      return sql`${command} and c.outcome = 'ok'`;
    case 'failed':
      return sql`(${command} or lower(c.tool) = lower(${value})) and c.outcome = 'failed'`;
    case 'denied':
      return sql`(${command} or lower(c.tool) = lower(${value})) and c.outcome = 'denied'`;
    case 'used':
      return sql`lower(c.tool) = lower(${value})`;
    default:
      return sql`c.outcome in ('failed', 'denied') and (c.signature = ${value}
        or position(lower(${value}) in lower(c.signature)) > 0 or position(lower(${value}) in lower(c.error)) > 0)`;
  }
}

function fileCondition(name: Step['name']): RawBuilder<unknown> {
  switch (name) {
    case 'read':
      return sql`f.how = 'read'`;
    case 'created':
      return sql`f.how = 'create'`;
    case 'edited':
      return sql`f.how in ('create', 'edit', 'move')`;
    case 'deleted':
      return sql`f.how = 'delete'`;
    default:
      return sql`true`;
  }
}

/**
 * The whole path, or its end from a slash on; with a slash at its end everything in that folder; a star stands for
 * anything.
 */
function pathIs(column: RawBuilder<unknown>, value: string): RawBuilder<unknown> {
  const escaped = value.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  const end = value.endsWith('/') ? `${escaped}%` : escaped;
  return sql`(${column} like ${end} or ${column} like ${`%/${end}`})`;
}
