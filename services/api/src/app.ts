import { OpenAPIHono } from '@hono/zod-openapi';
import type { AccessEnv } from '@hookline/access';
import { describeIssues } from '@hookline/schemas';
import { HTTPException } from 'hono/http-exception';
import type { Api, ApiContext } from './context.ts';
import { ApiError, answerError, notFound } from './errors.ts';
import { checkHost } from './host-check.ts';
import { routes } from './routes/index.ts';

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** The whole HTTP API with its document and the console, as one handler of requests. */
export function createApi(context: ApiContext, logger: { error(fields: object, message: string): void }): Api {
  const api = new OpenAPIHono<AccessEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new ApiError(
        result.target === 'json' ? 422 : 400,
        'bad-request',
        'the request is not what this route takes',
        {
          issues: describeIssues(result.error).map((issue) => `${result.target} ${issue}`),
          hint: 'GET /v1/openapi.json says what it takes',
        },
      );
    },
  });
  api.use('*', async (c, next) => {
    await next();
    c.res.headers.set('x-content-type-options', 'nosniff');
    c.res.headers.set('referrer-policy', 'no-referrer');
    c.res.headers.set('content-security-policy', contentSecurityPolicy);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  api.use('*', checkHost(context.settings.host, context.settings.publicHosts));
  api.onError((error, c) => {
    if (error instanceof ApiError) return answerError(c, error);
    if (error instanceof HTTPException) {
      return answerError(
        c,
        new ApiError(error.status as 400, 'bad-request', error.message || 'the request is malformed'),
      );
    }
    if (isUnavailable(error)) {
      const hint = 'try again in a few seconds; `hookline doctor` says what is down';
      c.header('retry-after', '2');
      return answerError(c, new ApiError(503, 'unavailable', 'a server behind the API does not answer', { hint }));
    }
    logger.error({ err: error, path: c.req.path }, 'request failed');
    return answerError(c, new ApiError(500, 'internal', 'the API failed at this; its log says more'));
  });
  api.notFound((c) =>
    answerError(c, notFound(`no route ${c.req.method} ${c.req.path}`, 'GET /v1/openapi.json lists them')),
  );
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  for (const add of routes) add(api, context);
  return api;
}

/** True for failures of a server that may be back in a moment, not of the request. */
function isUnavailable(error: Error & { code?: unknown }): boolean {
  if (error.name === 'LogUnavailableError') return true;
  const code = typeof error.code === 'string' ? error.code : '';
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOENT$|57P0|08|53)/.test(code) ||
    /connection terminated|timeout exceeded/i.test(error.message)
  );
}
