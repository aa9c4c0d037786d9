import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, answers, rowShape, security } from '@hookline/http';
import { type FileRow, type SessionBrief, sessionBriefs } from '@hookline/projections';
import type { AddRoutes, ApiContext } from '../context.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { projectFor, readable } from '../session-scope.ts';
import { cursorText, limitUpTo } from '../shapes.ts';
import { type FileOfProject, listAccesses, listFilesOfProjects } from '../workspace/list-files.ts';

type FileAnswer = Omit<FileOfProject, 'lastSession'> & { readonly lastSession: SessionBrief | null };
type Access = Omit<FileRow, 'session' | 'orderKey'> & { readonly session: SessionBrief };

const file = rowShape<FileAnswer>(
  'FileOfProject',
  'A path of a project: who read and wrote it how often, and who last',
);
const access = rowShape<Access>('FileAccess', 'A row of the read model `files`, with its session (SessionBrief)');

/** One path through all sessions. */
export const addFileRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/files',
      summary: 'Files that sessions read or wrote, the one that was touched last first',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          project: z.string().max(1_000).optional(),
          q: z.string().max(400).default('').openapi({ description: 'Words that the path holds' }),
          limit: limitUpTo(1000, 100),
          cursor: cursorText,
        }),
      },
      responses: answers('A page of files', z.object({ files: z.array(file), next: z.string().nullable() })),
    }),
    async (c) => {
      const { project, q, limit, cursor } = c.req.valid('query');
      const place = cursor === undefined ? undefined : readCursor(cursor, 3).map(String);
      const found = await listFilesOfProjects(context.db, {
        project: projectFor(c.get('grant'), project),
        words: q.split(/\s+/).filter((word) => word !== ''),
        before: place && { lastAt: timeOf(place[0]!), project: place[1]!, path: place[2]! },
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const sessions = await briefs(
        context,
        c.get('grant'),
        page.map(({ lastSession }) => lastSession),
      );
      const files = page.map((row) => ({ ...row, lastSession: sessions.get(row.lastSession) ?? null }));
      return c.json({ files, next: last ? writeCursor([last.lastAt, last.project, last.path]) : null }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/files/history',
      summary: 'Who read and wrote one file, through all sessions, newest first',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          project: z.string().max(1_000).optional(),
          path: z.string().min(1).max(4_000),
          limit: limitUpTo(1000, 100),
          cursor: cursorText,
        }),
      },
      responses: answers('A page of accesses', z.object({ accesses: z.array(access), next: z.string().nullable() })),
    }),
    async (c) => {
      const { project, path, limit, cursor } = c.req.valid('query');
      const place = cursor === undefined ? undefined : readCursor(cursor, 2);
      const found = await listAccesses(context.db, {
        project: projectFor(c.get('grant'), project),
        path,
        before: place && { at: timeOf(String(place[0])), position: positionOf(place[1]!) },
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const sessions = await briefs(
        context,
        c.get('grant'),
        page.map(({ session }) => session),
      );
      const accesses = page.flatMap(({ session: id, orderKey: _, ...row }) => {
        const session = sessions.get(id);
        return session === undefined ? [] : [{ ...row, session }];
      });
      return c.json({ accesses, next: last ? writeCursor([last.at, last.position]) : null }, 200);
    },
  );
};

/** The sessions of these that the token is for. */
async function briefs(
  { db }: ApiContext,
  grant: Parameters<typeof readable>[1],
  sessions: readonly string[],
): Promise<Map<string, SessionBrief>> {
  const visible = await readable(db, grant, [...new Set(sessions)]);
  return await sessionBriefs(db, visible, { asOf: new Date().toISOString() });
}

function timeOf(text: string): string {
  if (!Number.isNaN(Date.parse(text))) return text;
  throw notACursor();
}

function positionOf(part: string | number): number {
  if (typeof part === 'number' && Number.isSafeInteger(part)) return part;
  throw notACursor();
}

function notACursor(): ApiError {
  return new ApiError(400, 'bad-request', 'cursor: found something that is not a cursor of this route', {
    hint: 'pass `next` of the page before as it was, with the same filters',
  });
}
