import { createRoute, z } from '@hono/zod-openapi';
import { answers, rowShape, security } from '@hookline/http';
import type { FileRow, SessionBrief } from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { notACursor, pageOf, readCursor } from '../paging.ts';
import { briefsFor, projectFor } from '../session-scope.ts';
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
        before: place && { lastAt: readTime(place[0]!), project: place[1]!, path: place[2]! },
        limit: limit + 1,
      });
      const { page, next } = pageOf(found, limit, (last) => [last.lastAt, last.project, last.path]);
      const names = page.map(({ lastSession }) => lastSession);
      const sessions = await briefsFor(context.db, c.get('grant'), names);
      const files = page.map((row) => ({ ...row, lastSession: sessions.get(row.lastSession) ?? null }));
      return c.json({ files, next }, 200);
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
        before: place && { at: readTime(String(place[0])), position: readPosition(place[1]!) },
        limit: limit + 1,
      });
      const { page, next } = pageOf(found, limit, (last) => [last.at, last.position]);
      const names = page.map(({ session }) => session);
      const sessions = await briefsFor(context.db, c.get('grant'), names);
      const accesses = page.flatMap(({ session: id, orderKey: _, ...row }) => {
        const session = sessions.get(id);
        return session === undefined ? [] : [{ ...row, session }];
      });
      return c.json({ accesses, next }, 200);
    },
  );
};

function readTime(text: string): string {
  if (!Number.isNaN(Date.parse(text))) return text;
  throw notACursor();
}

function readPosition(part: string | number): number {
  if (typeof part === 'number' && Number.isSafeInteger(part)) return part;
  throw notACursor();
}
