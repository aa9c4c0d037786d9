import type { Context, MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';
import { allows, type Grant, type Scope } from './scope.ts';
import type { Verifier } from './token-check.ts';

/** What a route behind `requireScope` finds in its context. */
export interface AccessEnv {
  Variables: { grant: Grant };
}

/**
 * Lets a request pass when its bearer token has the scope, or one of the scopes. `identify` answers for requests that bring none (a browser's
 * cookie). Answers 401 without a good token, 403 when the scope is missing, 503 when tokens cannot be checked now.
 */
export function requireScope(
  verifier: Verifier,
  wanted: Scope | readonly Scope[],
  { identify }: { identify?: (context: Context) => Promise<Grant | undefined> } = {},
): MiddlewareHandler<AccessEnv> {
  return async (context, next) => {
    const token = bearerOf(context.req.header('authorization'));
    let grant: Grant | undefined;
    try {
      grant = token === undefined ? await identify?.(context) : await verifier.verify(token);
    } catch {
      const body = problem('unavailable', 'tokens cannot be checked now: the database does not answer', {
        hint: 'try again in a few seconds; `hookline doctor` says what is down',
      });
      return context.json(body, 503, { 'retry-after': '2' });
    }
    if (grant === undefined) {
      const message = token === undefined ? 'this needs a token' : 'this token is unknown, revoked or expired';
      const hint = 'send `Authorization: Bearer <token>`; `hookline tokens create` makes one';
      return context.json(problem('unauthenticated', message, { hint }), 401, { 'www-authenticate': 'Bearer' });
    }
    const scopes = typeof wanted === 'string' ? [wanted] : wanted;
    if (!scopes.some((one) => allows(grant, one))) {
      const where = grant.project === undefined ? '' : ` in the project ${grant.project}`;
      const message = `the token "${grant.name}" may ${grant.scopes.join(', ')}${where}; this needs ${scopes.join(' or ')}`;
      const hint = `\`hookline tokens create --scope ${scopes[0]}\` makes one that may`;
      return context.json(problem('forbidden', message, { hint }), 403);
    }
    context.set('grant', grant);
    await next();
  };
}

/** OpenTelemetry's headers are set percent-encoded, and some exporters send them so. */
function bearerOf(header: string | undefined): string | undefined {
  return header && /^bearer(?:\s+|%20)(\S+)$/i.exec(header)?.[1];
}
