import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '@hookline/db';
import { ApiError, answers, rowShape, security } from '@hookline/http';
import {
  type Liveness,
  listAgents,
  listCalls,
  listFiles,
  listMessages,
  listPlans,
  listTurns,
  listUsage,
} from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { findSession } from '../session-scope.ts';
import { cursorText, limitUpTo } from '../shapes.ts';

interface Placed {
  readonly order: string;
  readonly position: number;
}

/** One entry of a time line: a row of a read model with where it stands. */
export interface TimelineEntry extends Placed {
  readonly type: string;
  readonly id: string;
  readonly at: string | null;
}

type Page = { after?: Placed; limit: number };
type ListEntries = (db: Database, session: string, page: Page) => Promise<TimelineEntry[]>;

/** Entries of equal place come in this order: a turn before what it holds. */
export const sources: Readonly<Record<string, ListEntries>> = {
  turn: async (...of) => (await listTurns(...of)).map((row) => entryOf('turn', row.turn, row.startedAt, row)),
  agent: async (...of) =>
    (await listAgents(...of)).map((row) => ({
      ...entryOf('agent', row.agent, row.startedAt, row),
      agentType: row.type,
    })),
  message: async (...of) => (await listMessages(...of)).map((row) => entryOf('message', row.message, row.at, row)),
  call: async (...of) => (await listCalls(...of)).map((row) => entryOf('call', row.call, row.startedAt, row)),
  file: async (...of) => (await listFiles(...of)).map((row) => entryOf('file', row.file, row.at, row)),
  plan: async (...of) => (await listPlans(...of)).map((row) => entryOf('plan', row.plan, row.at, row)),
  usage: async (...of) => (await listUsage(...of)).map((row) => entryOf('usage', row.message, row.at, row)),
};
const types = Object.keys(sources);

export const addTimelineRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/timeline',
      summary: 'Turns, calls, messages, files, agents, plans and usage of a session, arranged as they happened',
      security,
      middleware: context.allow('read'),
      request: {
        params: z.object({ id: z.string() }),
        query: z.object({
          types: z
            .string()
            .optional()
            .openapi({ description: `Some of ${types.join(', ')}, with commas between` }),
          limit: limitUpTo(1000, 100),
          cursor: cursorText,
        }),
      },
      responses: answers(
        'A page of entries; a page may be a little longer than asked for: entries of one place stay together',
        z.object({
          session: z.string(),
          entries: z.array(
            rowShape<TimelineEntry>('TimelineEntry', 'A row of a read model with its type, id and time'),
          ),
          next: z.string().nullable(),
        }),
      ),
    }),
    async (c) => {
      const { session, state } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { limit, cursor, types: wanted } = c.req.valid('query');
      const after = cursor === undefined ? undefined : placeOf(cursor);
      const lists = await Promise.all(
        readTypes(wanted).map((type) => sources[type]!(context.db, session, { ...(after && { after }), limit })),
      );
      const { entries, next } = mergePage(lists, limit);
      return c.json(
        {
          session,
          entries: entries.map((entry) => asOfNow(entry, state)),
          next: next && writeCursor([next.order, next.position]),
        },
        200,
      );
    },
  );
};

/** A row as an entry of the time line. */
export function entryOf(
  type: string,
  id: string,
  at: string | null,
  row: { orderKey: string; position: number; marks?: unknown },
): TimelineEntry {
  const { marks: _, orderKey: order, ...facts } = row;
  return { ...facts, type, id, at, order };
}

/** What was still going on when its session ended, or fell silent for good, came to an end that nobody saw. */
export function asOfNow<Entry extends TimelineEntry & { readonly outcome?: unknown }>(
  entry: Entry,
  state: Liveness,
): Entry {
  const going = entry.outcome === 'running' || entry.outcome === 'open';
  return going && (state === 'ended' || state === 'lost') ? { ...entry, outcome: 'unknown' } : entry;
}

/**
 * The first `limit` entries of sorted lists, in order, with all that stand where the last of them stands. Each list
 * holds its first `limit` entries, so that nothing that belongs on this page is missing.
 */
export function mergePage(
  lists: readonly (readonly TimelineEntry[])[],
  limit: number,
): { entries: TimelineEntry[]; next: Placed | null } {
  const all = lists.flat().sort(compare);
  const last = all[limit - 1];
  if (last === undefined) return { entries: all, next: null };
  const end = all.findIndex((entry, index) => index >= limit && compare(entry, last) !== 0);
  const complete = end === -1 && lists.every((list) => list.length < limit);
  return { entries: end === -1 ? all : all.slice(0, end), next: complete ? null : last };
}

function compare(a: Placed, b: Placed): number {
  return a.order < b.order ? -1 : a.order > b.order ? 1 : a.position - b.position;
}

function readTypes(text: string | undefined): readonly string[] {
  if (!text) return types;
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.find((type) => !types.includes(type));
  if (unknown === undefined) return wanted;
  throw new ApiError(400, 'bad-request', `types: there is none called ${JSON.stringify(unknown)}`, {
    hint: `some of ${types.join(', ')}`,
  });
}

function placeOf(cursor: string): Placed {
  const [order, position] = readCursor(cursor, 2);
  return { order: String(order), position: Number(position) };
}
