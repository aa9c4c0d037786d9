import { createRoute, z } from '@hono/zod-openapi';
import { createClient } from '@hookline/client';
import { ApiError, type App, answers, security } from '@hookline/http';
import { createMcpHandler, memoryServer } from '@hookline/mcp';
import { version } from '@hookline/service/version';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { RouteParts } from './parts.ts';

const bodyBytesMax = 256 * 1024;

const scopeText = z.string().min(1).max(512).optional();
const whereaboutsQuery = z.object({
  project: scopeText.openapi({ description: 'Whose memory it is; a token of one project is of that project' }),
  session: scopeText,
  actor: scopeText,
});

/**
 * `POST /v1/mcp`: the memory tools over streamable HTTP, each request for itself. The tools ask the routes beside this one
 * with the token that came in, so they tell nothing that it could not have asked for itself.
 */
export function addMcpRoute(app: App, { allow, logger }: RouteParts): void {
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const { token, extra } = authInfo!;
      const port = createClient({
        url: 'http://127.0.0.1',
        token,
        fetch: async (input, init) => await app.fetch(new Request(input, init)),
      });
      return memoryServer(port, { ...extra, version });
    },
    {
      maxRequestBodySize: bodyBytesMax,
      onerror: (err) => logger.error({ err }, 'a request of the Model Context Protocol failed'),
    },
  );
  const limited = bodyLimit({
    maxSize: bodyBytesMax,
    onError: () => {
      throw new ApiError(413, 'too-large', `the body is larger than ${bodyBytesMax} bytes, the limit`);
    },
  });

  const serve = async (c: Context, given: z.infer<typeof whereaboutsQuery>) => {
    const { scopes, project = given.project } = c.get('grant');
    const authInfo = { token: bearerOf(c), clientId: 'hookline', scopes, extra: { ...given, project } };
    return await handler.fetch(c.req.raw, { authInfo, parsedBody: await messageOf(c) });
  };

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/mcp',
      summary: 'The memory tools over the Model Context Protocol (streamable HTTP, without sessions)',
      security,
      middleware: [checkOrigin, allow('recall'), limited],
      request: {
        query: whereaboutsQuery,
        // Not a schema of zod: what is no message is the protocol's to refuse.
        body: { content: { 'application/json': { schema: { type: 'object', description: 'A JSON-RPC message' } } } },
      },
      responses: answers('A JSON-RPC message', z.unknown()),
    }),
    // biome-ignore lint/suspicious/noExplicitAny: the answer is the protocol's, made elsewhere
    async (c) => (await serve(c, c.req.valid('query'))) as any,
  );
  // Nothing is sent but answers: there is no stream to open and no session to end, which the protocol says with a 405.
  app.on(['GET', 'DELETE'], '/v1/mcp', checkOrigin, allow('recall'), (c) => serve(c, {}));
}

/** The one message of a request. Early revisions of the protocol allowed lists; a list would be many calls at the price of one. */
async function messageOf(c: Context): Promise<unknown> {
  if (c.req.method !== 'POST') return undefined;
  let message: unknown;
  try {
    message = await c.req.json();
  } catch {
    throw new ApiError(400, 'bad-request', 'the body is not JSON, expected a JSON-RPC message');
  }
  if (Array.isArray(message)) {
    throw new ApiError(400, 'bad-request', `found a list of ${message.length} messages, expected one`);
  }
  return message;
}

/** Pages of other sites may not speak to it, whoever is signed in: programs bring a token, and no browser adds that by itself. */
const checkOrigin: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  const own = c.req.header('host') ?? new URL(c.req.url).host;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== own)) {
    throw new ApiError(403, 'wrong-origin', `pages of ${origin.slice(0, 200)} may not use this`);
  }
  if (bearerOf(c) === '') {
    c.header('www-authenticate', 'Bearer');
    throw new ApiError(401, 'unauthenticated', 'this needs a token', {
      hint: 'send `Authorization: Bearer <token>`; `hookline tokens create --scope recall` makes one',
    });
  }
  await next();
};

const bearerOf = (c: Context) => /^bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
