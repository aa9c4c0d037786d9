import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Grant } from '@hookline/access';
import type { Context } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { fromSameOrigin } from './host-check.ts';

const cookieName = 'hookline_session';
const codeLifeMs = 10 * 60_000;
const cookieLifeMs = 12 * 3_600_000;
const codesMax = 100;

/** The answer to a request for a way in. */
export interface LoginCode {
  readonly code: string;
  readonly expiresAt: string;
}

/**
 * How a browser gets in without a token in any URL that lasts: a code that works once within ten minutes is exchanged
 * for a signed cookie that scripts cannot read and other sites cannot send. Cookies outlive a restart; codes do not.
 */
export class BrowserLogin {
  readonly #secret: string;
  readonly #now: () => number;
  readonly #codes = new Map<string, number>();

  /** `installToken` is what the cookie's key is made from: a new install token ends every browser's session. */
  constructor(installToken: string, now: () => number = Date.now) {
    this.#secret = createHash('sha256').update(`hookline browser session\n${installToken}`).digest('hex');
    this.#now = now;
  }

  newCode(): LoginCode {
    if (this.#codes.size >= codesMax) this.#codes.delete(this.#codes.keys().next().value!);
    const code = randomBytes(18).toString('base64url');
    const expiresAtMs = this.#now() + codeLifeMs;
    this.#codes.set(code, expiresAtMs);
    return { code, expiresAt: new Date(expiresAtMs).toISOString() };
  }

  /** Exchanges a code for a cookie. False when the code is unknown, was used, or is too old. */
  async enter(context: Context, given: string): Promise<boolean> {
    const code = [...this.#codes.keys()].find((known) => sameText(known, given));
    if (code === undefined) return false;
    const expiresAtMs = this.#codes.get(code)!;
    this.#codes.delete(code);
    if (expiresAtMs < this.#now()) return false;
    const session = `${this.#now() + cookieLifeMs}.${randomBytes(9).toString('base64url')}`;
    await setSignedCookie(context, cookieName, session, this.#secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      secure: new URL(context.req.url).protocol === 'https:',
      maxAge: cookieLifeMs / 1000,
    });
    return true;
  }

  leave(context: Context): void {
    deleteCookie(context, cookieName, { path: '/' });
  }

  /** What the browser behind this request may do; undefined without a good cookie, or for a write from another site. */
  async identify(context: Context): Promise<Grant | undefined> {
    const session = await getSignedCookie(context, this.#secret, cookieName);
    if (!session || Number(session.split('.')[0]) < this.#now()) return undefined;
    const reads = context.req.method === 'GET' || context.req.method === 'HEAD';
    if (!reads && !fromSameOrigin(context.req.raw.headers, context.req.url)) return undefined;
    return { tokenId: 'browser', name: 'this browser', kind: 'person', tenant: 'default', scopes: ['admin'] };
  }
}

function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
