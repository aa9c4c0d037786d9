import { OpenAPIHono } from '@hono/zod-openapi';
import { type AccessEnv, allows, type Grant, problem, requireScope, type Verifier } from '@hookline/access';
import { LogUnavailableError } from '@hookline/log';
import { publishRoute } from './describe-route.ts';
import { EventRate } from './event-rate.ts';
import { type IntakeParts, takeIn } from './intake.ts';
import type { ItemResult } from './item-result.ts';
import { defaultLimits, type GatewayLimits } from './limits.ts';
import { readBody } from './read-body.ts';
import { Refused } from './refused.ts';
import { splitItems } from './split-items.ts';

export interface GatewayParts extends IntakeParts {
  readonly verifier: Verifier;
  readonly limits?: Partial<GatewayLimits>;
  readonly nowMs?: () => number;
  /** Told of every answered batch and of every failure that was not the sender's fault. */
  readonly onTaken?: (results: readonly ItemResult[]) => void;
  readonly onFailure?: (error: unknown) => void;
}

/** The gateway's HTTP door as a Hono app. Whatever it answers with 4xx or 5xx was not stored. */
export function createGateway(parts: GatewayParts): OpenAPIHono<AccessEnv> {
  const { verifier, nowMs = Date.now, onTaken, onFailure } = parts;
  const limits = { ...defaultLimits, ...parts.limits };
  const rate = new EventRate(limits.eventsPerSecondMax, nowMs);
  let inFlight = 0;

  const app = new OpenAPIHono<AccessEnv>();
  app.openAPIRegistry.registerPath(publishRoute);
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });

  app.post('/v1/events', requireScope(verifier, 'ingest'), async (context) => {
    if (inFlight >= limits.requestsInFlightMax) throw busy(limits.requestsInFlightMax);
    inFlight += 1;
    try {
      const grant = context.get('grant');
      const body = await readBody(context.req.raw, limits.bodyBytesMax);
      const items = splitItems(context.req.header('content-type'), body, limits.eventsMax);
      const waitMs = rate.take(grant.tokenId, items.length);
      if (waitMs > 0) throw tooFast(limits.eventsPerSecondMax, waitMs);
      const redacted = mayClaimRedaction(grant) && context.req.header('x-hookline-redacted') !== undefined;
      const results = await takeIn(items, grant, parts, { nowMs: nowMs(), depthMax: limits.depthMax, redacted });
      onTaken?.(results);
      return context.json({ results }, results.some(isSuccess) ? 200 : 422);
    } finally {
      inFlight -= 1;
    }
  });

  app.notFound((context) => context.json(problem('not-found', `${context.req.path} is not here`), 404));
  app.onError((error) => {
    if (error instanceof Refused) return error.toResponse();
    onFailure?.(error);
    if (error instanceof LogUnavailableError) return logGone(error).toResponse();
    const hint = 'nothing is known to be stored, sending it again is safe; the log of hookline has the cause';
    return Response.json(problem('internal', 'the gateway failed', { hint }), { status: 500 });
  });
  return app;
}

/** The OpenAPI document of the gateway, made without a running one. */
export function describeGateway(): object {
  const app = createGateway({} as GatewayParts);
  return app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Hookline', version: '0.1.0' } });
}

function mayClaimRedaction(grant: Grant): boolean {
  return grant.kind === 'edge' || allows(grant, 'admin');
}

function isSuccess({ status }: ItemResult): boolean {
  return status === 'stored' || status === 'known';
}

function busy(max: number): Refused {
  const message = `${max} requests are being worked on, the limit`;
  return new Refused(503, 'unavailable', message, { hint: 'try again in a moment', retryAfterSeconds: 1 });
}

function tooFast(perSecond: number, waitMs: number): Refused {
  const hint = 'keep them and try again; the setting is HOOKLINE_EVENTS_PER_SECOND';
  return new Refused(429, 'too-many', `more than ${perSecond} events a second from this token, the limit`, {
    hint,
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}

function logGone(cause: Error): Refused {
  return new Refused(503, 'unavailable', `the log cannot be reached: ${cause.message}`, {
    hint: 'keep the events and send them again, that is safe; `hookline doctor` says what is down',
    retryAfterSeconds: 1,
    cause,
  });
}
