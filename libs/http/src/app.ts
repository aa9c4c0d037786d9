import { OpenAPIHono } from '@hono/zod-openapi';
import type { AccessEnv } from '@hookline/access';
import { describeIssues } from '@hookline/schemas';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { ApiError, answerError, notFound } from './errors.ts';
import { checkHost } from './host-check.ts';

/** An application that routes are added to. */
export type App = OpenAPIHono<AccessEnv>;

export interface AppOptions {
  /** The address the HTTP port listens on. */
  readonly host: string;
  /** Names by which this server may be called besides loopback. */
  readonly publicHosts: readonly string[];
  readonly logger: { error(fields: object, message: string): void };
}

const bodyBytesMax = 8 * 2 ** 20;

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

/**
 * An application as every service has it: the Host check, headers that keep browsers from guessing and storing, a bound on
 * what is read, faults of a request as 400 or 422 with a sentence each, a server that is away as 503, and one shape of errors.
 */
export function createApp({ host, publicHosts, logger }: AppOptions): App {
  const app = new OpenAPIHono<AccessEnv>({
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
  app.use('*', async (c, next) => {
    await next();
    c.res.headers.set('x-content-type-options', 'nosniff');
    c.res.headers.set('referrer-policy', 'no-referrer');
    if (!c.res.headers.has('content-security-policy')) {
      c.res.headers.set('content-security-policy', contentSecurityPolicy);
    }
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  app.use('*', checkHost(host, publicHosts));
  app.use(
    '*',
    bodyLimit({
      maxSize: bodyBytesMax,
      onError: () => {
        throw new ApiError(413, 'too-large', `the body is larger than ${bodyBytesMax} bytes, the limit`);
      },
    }),
  );
  app.onError((error, c) => {
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
    if (isUnusableValue(error)) {
      const message = `a value of the request cannot be looked up: ${error.message}`;
      return answerError(c, new ApiError(400, 'bad-request', message));
    }
    logger.error({ err: error, path: loggedPath(c.req.path) }, 'request failed');
    return answerError(c, new ApiError(500, 'internal', 'the API failed at this; its log says more'));
  });
  app.notFound((c) =>
    answerError(c, notFound(`no route ${c.req.method} ${c.req.path}`, 'GET /v1/openapi.json lists them')),
  );
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  return app;
}

/** The path of a shared page is the right to see it: no log holds one. */
function loggedPath(path: string): string {
  return path.replace(/^\/shared\/.*$/s, '/shared/…');
}

/** True where PostgreSQL could not take a value for what it should be (its class 22): no time, a NUL, out of range. */
function isUnusableValue(error: Error & { code?: unknown }): boolean {
  return typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code);
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
