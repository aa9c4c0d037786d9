import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, answers, answersAs, notFound, rowShape, security } from '@hookline/http';
import type { Hunk } from '@hookline/schemas';
import {
  diffFiles,
  type FileAt,
  type FileDifference,
  type FileVersion,
  fileAt,
  filesAt,
  patchOf,
  versionAt,
} from '@hookline/workspace';
import type { AddRoutes, ApiContext } from '../context.ts';
import { findSession } from '../session-scope.ts';
import { momentQuery, positionText } from '../shapes.ts';
import { readContent } from '../workspace/read-content.ts';
import { filesAtMoment, type WorkspaceAt, workspaceAt } from '../workspace/workspaces.ts';

/** A path that differs between two moments. */
interface Difference extends FileDifference {
  /** Null where one side is not known, its text cannot be had, or both are too long to be compared. */
  readonly patch: readonly Hunk[] | null;
  readonly added: number | null;
  readonly removed: number | null;
}

const file = rowShape<FileAt>(
  'FileAt',
  'A path at a moment: known byte for byte (`hash`, `bytes`, `lines`), absent, or unknown with the reason and what was last seen',
);
const version = rowShape<FileVersion>(
  'FileVersion',
  'What a path held from one event on; `order` sorts as entries of the time line do',
);
const difference = rowShape<Difference>('FileDifference', 'How a path differs between two moments');
const pathText = z.string().min(1).max(4_000);

/** Texts are compared for this many files of an answer. */
const comparedMax = 500;

/** Files at any event of a session, from what was seen. */
export const addWorkspaceRoutes: AddRoutes = (api, context) => {
  const params = z.object({ id: z.string() });

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/workspace',
      summary: 'The files of a session at a moment, as far as they were seen',
      security,
      middleware: context.allow('read'),
      request: { params, query: z.object(momentQuery) },
      responses: answers(
        'The files, by path',
        z.object({
          session: z.string(),
          at: z.number().nullable(),
          by: z.enum(['log', 'session']),
          files: z.array(file),
        }),
      ),
    }),
    async (c) => {
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { at, by } = c.req.valid('query');
      const files = await filesAtMoment(context, session, { at, by });
      return c.json({ session, at: at ?? null, by, files }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/workspace/versions',
      summary: 'All versions of all files of a session, without contents',
      security,
      middleware: context.allow('read'),
      request: { params },
      responses: answers(
        'Versions by path, each in session order',
        z.object({
          session: z.string(),
          paths: z.array(z.object({ path: z.string(), versions: z.array(version) })),
        }),
      ),
    }),
    async (c) => {
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { workspace } = await workspaceAt(context, session, { by: 'session' });
      const paths = [...workspace.versions].sort(([a], [b]) => (a < b ? -1 : 1));
      return c.json({ session, paths: paths.map(([path, versions]) => ({ path, versions: [...versions] })) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/workspace/content',
      summary: 'What a file of a session held, by path and moment or by hash',
      security,
      middleware: context.allow(['read', 'work']),
      request: {
        params,
        query: z.object({
          ...momentQuery,
          path: pathText.optional(),
          hash: z
            .string()
            .regex(/^sha256:[0-9a-f]{64}$/)
            .optional(),
        }),
      },
      responses: answersAs('The text; 409 `unknown` where nobody knows it', 'text/plain'),
    }),
    async (c) => {
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { path, hash: given, at, by } = c.req.valid('query');
      if ((path === undefined) === (given === undefined)) {
        throw new ApiError(400, 'bad-request', 'path, hash: expected one of them');
      }
      const found = await workspaceAt(context, session, given === undefined ? { at, by } : { by: 'session' });
      const hash = given ?? knownHash(found, path!);
      const headers = {
        'content-type': 'text/plain; charset=utf-8',
        etag: `"${hash}"`,
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
        // What is erased is not to be had from a browser either: it asks each time, and mostly hears 304.
        'cache-control': 'private, no-cache',
      };
      if (c.req.header('if-none-match') === headers.etag && found.workspace.makings.has(hash))
        return c.body(null, 304, headers) as never;
      const text = await readContent(context, found.workspace, hash);
      if (text === undefined) throw notFound(`the content ${hash} is not, or no longer, one of this session's files`);
      return c.body(text, 200, headers);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/workspace/diff',
      summary: 'What differs in the files of a session between two moments',
      security,
      middleware: context.allow('read'),
      request: {
        params,
        query: z.object({
          from: positionText.openapi({ description: 'A position; 0 is before everything' }),
          to: positionText.optional().openapi({ description: 'A position; the newest where not given' }),
          by: momentQuery.by,
          path: pathText.optional().openapi({ description: 'Only this file' }),
        }),
      },
      responses: answers(
        'The files that differ, or may; with `path` that file in any case',
        z.object({ session: z.string(), files: z.array(difference) }),
      ),
    }),
    async (c) => {
      const { session } = await findSession(context.db, c.get('grant'), c.req.valid('param').id);
      const { from, to, by, path } = c.req.valid('query');
      const before = await workspaceAt(context, session, { at: from, by });
      const after = await workspaceAt(context, session, { at: to, by });
      const [left, right] = [before, after].map(({ workspace, order }) => only(filesAt(workspace, order), path));
      const changed = diffFiles(left!, right!).filter(({ change }) => path !== undefined || change !== 'same');
      const files: Difference[] = [];
      for (const [index, each] of changed.entries()) {
        const lines = index < comparedMax ? await compared(context, before, after, each) : nothing;
        files.push({ ...each, ...lines });
      }
      return c.json({ session, files }, 200);
    },
  );
};

const nothing = { patch: null, added: null, removed: null };

async function compared(
  context: ApiContext,
  before: WorkspaceAt,
  after: WorkspaceAt,
  difference: FileDifference,
): Promise<Pick<Difference, 'patch' | 'added' | 'removed'>> {
  if (difference.change === 'unknown') return nothing;
  if (difference.change === 'same') return { patch: [], added: 0, removed: 0 };
  const [left, right] = await Promise.all(
    [
      { of: before, side: difference.before },
      { of: after, side: difference.after },
    ].map(({ of, side }) => (side?.hash ? readContent(context, of.workspace, side.hash) : '')),
  );
  return left === undefined || right === undefined ? nothing : patchOf(left, right);
}

function only(files: readonly FileAt[], path: string | undefined): readonly FileAt[] {
  return path === undefined ? files : files.filter((each) => each.path === path);
}

/** The hash of what a path holds; throws what there is to say where nobody knows it. */
function knownHash({ workspace, order }: WorkspaceAt, path: string): string {
  const list = workspace.versions.get(path);
  const found = list && versionAt(list, order);
  if (found === undefined) throw notFound(`${path}: nothing was seen of it until then`);
  const { state, hash, why, lastSeen } = fileAt(path, found);
  if (hash !== null) return hash;
  if (state === 'absent') throw notFound(`${path}: it is not there at that moment`);
  throw new ApiError(409, 'unknown', `${path}: ${why?.text ?? 'nobody knows what it holds'}`, {
    ...(lastSeen && { hint: `it was last seen at ${lastSeen.position}: ?hash=${lastSeen.hash}` }),
    issues: [`unknown since ${why?.position}: ${why?.reason}`],
  });
}
