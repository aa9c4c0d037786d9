import type { MiddlewareHandler } from 'hono';
import { ApiError } from './errors.ts';

const loopbackNames: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses requests that name a host this server is not: a page of another site whose name was pointed at this machine
 * (DNS rebinding) is turned away. Where the port is open to a network and no name was set, every name passes.
 */
export function checkHost(listening: string, publicHosts: readonly string[]): MiddlewareHandler {
  const onLoopback = ['127.0.0.1', 'localhost', '::1'].includes(listening);
  const known = new Set([...loopbackNames, listening.toLowerCase(), ...publicHosts.map((host) => host.toLowerCase())]);
  const everyName = !onLoopback && publicHosts.length === 0;
  return async (context, next) => {
    const host = context.req.header('host') ?? new URL(context.req.url).host;
    const name = host.replace(/:\d+$/, '').toLowerCase();
    if (!everyName && !known.has(name)) {
      throw new ApiError(421, 'wrong-host', `this server is not ${name}`, {
        hint: 'use the address that hookline printed, or name this host in HOOKLINE_PUBLIC_HOSTS',
      });
    }
    await next();
  };
}

/** True when a browser says the request comes from a page of this very origin. */
export function fromSameOrigin(headers: Headers, url: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin !== null && new URL(url).host === originHost(origin);
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
