import type { Database } from '@hookline/db';
import { arrange } from '@hookline/projections';
import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import { inOrder, type PlacedEvent, workspaceKinds } from '@hookline/workspace';
import { sql } from 'kysely';

/** What no reader of works looks at, and what may be long. */
const long = ['output', 'input', 'error', 'reason', 'text', 'prompt', 'content', 'before', 'after', 'patch', 'native'];

/**
 * What a session's events say about files, in its order and without their texts. Of up to `until`, where given.
 */
export async function readFacts(db: Database, session: string, until?: number): Promise<PlacedEvent[]> {
  const { rows } = await sql<{ position: number; event: Omit<CloudEvent, 'data'>; data: CloudEvent['data'] }>`
    select position,
      (select json_object_agg(key, value) from json_each(event) where key <> 'data') as event,
      (select json_object_agg(key, value) from json_each(event -> 'data') where key not in (${sql.join(long)})) as data
    from events
    where session = ${session} and kind in (${sql.join([...workspaceKinds])})
      and position <= ${until ?? Number.MAX_SAFE_INTEGER}`.execute(db.kysely.withoutPlugins());
  return inOrder(
    rows.flatMap(({ position, event, data }) => placed({ position, event: { ...event, data: data ?? {} } })),
  );
}

/** Events with everything they say, by position. */
export async function readWhole(db: Database, positions: readonly number[]): Promise<Map<number, PlacedEvent>> {
  if (positions.length === 0) return new Map();
  const rows = await db.kysely
    .withoutPlugins()
    .selectFrom('events')
    .select(['position', 'event'])
    .where('position', 'in', positions)
    .execute();
  return new Map(rows.flatMap(placed).map((event) => [event.position, event]));
}

function placed(recorded: RecordedEvent): PlacedEvent[] {
  const arranged = arrange(recorded);
  return arranged === undefined ? [] : [arranged];
}
