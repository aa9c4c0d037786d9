import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '@hookline/db';
import { answers, notFound, rowShape, security } from '@hookline/http';
import type { FileRow } from '@hookline/projections';
import { sql } from 'kysely';
import type { AddRoutes } from '../context.ts';
import { findSession } from '../session-scope.ts';
import { asOfNow, entryOf, sources, type TimelineEntry } from './timeline.ts';

const entryShape = rowShape<TimelineEntry>('TimelineEntry', 'A row of a read model with its type, id and time');
const filesMax = 200;

/** Where entries of a type are, and which column has their id. */
const views = {
  turn: ['read.turns', 'turn'],
  call: ['read.calls', 'call'],
  message: ['read.messages', 'message'],
  file: ['read.files', 'file'],
  agent: ['read.agents', 'agent'],
  plan: ['read.plans', 'plan'],
  usage: ['read.usage', 'message'],
} as const;

/** Single entries of a time line, and the accesses to one file: what a reader who has the outline asks for. */
export const addEntryRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/entries/{type}/{entry}',
      summary: 'One entry of a session’s time line, whole; of a call with its accesses to files',
      security,
      middleware: context.allow('read'),
      request: {
        params: z.object({
          id: z.string(),
          type: z.enum(Object.keys(views) as (keyof typeof views)[]),
          entry: z.string().max(1000),
        }),
      },
      responses: answers(
        'The entry; `files` is empty unless it is a call',
        z.object({ session: z.string(), entry: entryShape, files: z.array(entryShape) }),
      ),
    }),
    async (c) => {
      const { id, type, entry: wanted } = c.req.valid('param');
      const { session, state } = await findSession(context.db, c.get('grant'), id);
      const entry = await findEntry(context.db, session, type, wanted);
      if (entry === undefined) throw notFound(`the session ${session} has no ${type} ${JSON.stringify(wanted)}`);
      const files = type === 'call' ? await accesses(context.db, session, 'call', wanted) : [];
      return c.json({ session, entry: asOfNow(entry, state), files }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/accesses',
      summary: 'What a session did to one file, in order',
      security,
      middleware: context.allow('read'),
      request: { params: z.object({ id: z.string() }), query: z.object({ path: z.string().min(1).max(4000) }) },
      responses: answers(
        `The first ${filesMax} accesses`,
        z.object({ session: z.string(), path: z.string(), accesses: z.array(entryShape) }),
      ),
    }),
    async (c) => {
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { path } = c.req.valid('query');
      return c.json({ session, path, accesses: await accesses(context.db, session, 'path', path) }, 200);
    },
  );
};

async function findEntry(
  db: Database,
  session: string,
  type: keyof typeof views,
  id: string,
): Promise<TimelineEntry | undefined> {
  const [view, key] = views[type];
  const { rows } = await sql<{ order: string; position: number }>`
    select order_key as "order", position from ${sql.table(view)}
    where session = ${session} and ${sql.ref(key)} = ${id} limit 1`.execute(db.kysely);
  if (rows[0] === undefined) return undefined;
  const { order, position } = rows[0];
  const found = await sources[type]!(db, session, { after: { order, position: position - 1 }, limit: 8 });
  return found.find((entry) => entry.id === id);
}

async function accesses(db: Database, session: string, by: 'call' | 'path', value: string): Promise<TimelineEntry[]> {
  const { rows } = await sql<FileRow>`
    select * from read.files where session = ${session} and ${sql.ref(by)} = ${value}
    order by order_key, position limit ${filesMax}`.execute(db.kysely);
  return rows.map((row) => entryOf('file', row.file, row.at, row));
}
