import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AccessEnv, requireScope, type Scope, type Verifier } from '@hookline/access';
import type { Context, MiddlewareHandler } from 'hono';
import { BrowserLogin } from './browser-login.ts';

/** Lets a request pass whose token, or browser, has the scope. */
export type Allow = (scope: Scope | readonly Scope[]) => MiddlewareHandler<AccessEnv>;

/** For a service that does not let browsers in itself: it knows those that the API of this install let in. */
export function allowFor(verifier: Verifier, home: string): Allow {
  let login: BrowserLogin | undefined;
  const identify = async (context: Context) => {
    if (context.req.header('cookie') === undefined) return undefined;
    if (login === undefined) {
      const token = (await readFile(join(home, 'token'), 'utf8').catch(() => '')).trim();
      if (token === '') return undefined;
      login = new BrowserLogin(token);
    }
    return await login.identify(context);
  };
  return (scope) => requireScope(verifier, scope, { identify });
}
