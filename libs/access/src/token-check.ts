import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Grant, scope, tokenKind } from './scope.ts';
import { type AccessDatabase, tokensOf } from './table.ts';
import { hashSecret, parseToken, sameHash, type TokenText } from './token-text.ts';

/** Anything that can say what a token may do. */
export interface Verifier {
  /** Undefined for a token that is unknown, revoked or expired. Throws when that cannot be found out now. */
  verify(token: string): Promise<Grant | undefined>;
}

interface Known {
  readonly grant: Grant;
  readonly secretHash: string;
  readonly expiresAtMs: number;
  readonly checkedAtMs: number;
}

const KNOWN_MAX = 10_000;
const LAST_USE_EVERY_MS = 60_000;
const LOOK_UP_MAX_MS = 2_000;
/** How long PostgreSQL is left in peace after it did not answer. */
const REST_MS = 1_000;

/**
 * Looks tokens up in PostgreSQL and remembers good ones for `freshMs`. While PostgreSQL cannot be asked, a token that
 * was good before stays good (at most `staleMs`), and so does this install's own token, so that capture goes on.
 */
export class TokenCheck implements Verifier {
  readonly #db: AccessDatabase;
  readonly #home: string | undefined;
  readonly #freshMs: number;
  readonly #staleMs: number;
  readonly #nowMs: () => number;
  readonly #known = new Map<string, Known>();
  readonly #usedAtMs = new Map<string, number>();
  #restUntilMs = 0;

  constructor(options: {
    db: AccessDatabase;
    home?: string;
    freshMs?: number;
    staleMs?: number;
    nowMs?: () => number;
  }) {
    this.#db = options.db;
    this.#home = options.home;
    this.#freshMs = options.freshMs ?? 3_000;
    this.#staleMs = options.staleMs ?? 24 * 3_600_000;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  async verify(token: string): Promise<Grant | undefined> {
    const text = parseToken(token);
    if (text === undefined) return undefined;
    const known = this.#known.get(text.id);
    const ageMs = known ? this.#nowMs() - known.checkedAtMs : Number.POSITIVE_INFINITY;
    // A negative age is a clock that was set back.
    if (known && ageMs >= 0 && ageMs < this.#freshMs) return this.#judge(known, text);
    let found: Known | undefined;
    try {
      if (this.#isResting()) throw new Error('PostgreSQL did not answer a moment ago');
      found = await inTime(this.#lookUp(text.id), LOOK_UP_MAX_MS);
    } catch (error) {
      if (!this.#isResting()) this.#restUntilMs = this.#nowMs() + REST_MS;
      if (known && ageMs < this.#staleMs) return this.#judge(known, text);
      const own = await this.#installGrant(token, text);
      if (own) return own;
      throw error;
    }
    this.#known.delete(text.id);
    if (found === undefined) return undefined;
    const grant = this.#judge(found, text);
    if (grant === undefined) return undefined;
    if (this.#known.size >= KNOWN_MAX) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(text.id, found);
    await this.#noteUse(text.id);
    return grant;
  }

  #isResting(): boolean {
    const restMs = this.#restUntilMs - this.#nowMs();
    return restMs > 0 && restMs <= REST_MS;
  }

  #judge(known: Known, text: TokenText): Grant | undefined {
    if (!sameHash(known.secretHash, hashSecret(text.secret))) return undefined;
    return known.expiresAtMs > this.#nowMs() ? known.grant : undefined;
  }

  async #lookUp(id: string): Promise<Known | undefined> {
    const row = await tokensOf(this.#db)
      .selectFrom('tokens')
      .selectAll()
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    return (
      row && {
        grant: {
          tokenId: row.id,
          name: row.name,
          kind: tokenKind.parse(row.kind),
          tenant: row.tenant,
          ...(row.project !== null && { project: row.project }),
          scopes: z.array(scope).parse(row.scopes),
        },
        secretHash: row.secretHash,
        expiresAtMs: row.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(row.expiresAt),
        checkedAtMs: this.#nowMs(),
      }
    );
  }

  async #installGrant(token: string, text: TokenText): Promise<Grant | undefined> {
    if (this.#home === undefined) return undefined;
    const own = await readFile(join(this.#home, 'token'), 'utf8').catch(() => '');
    if (own === '' || !sameHash(hashSecret(own.trim()), hashSecret(token))) return undefined;
    return installGrant(text.id);
  }

  async #noteUse(id: string): Promise<void> {
    const nowMs = this.#nowMs();
    if (nowMs - (this.#usedAtMs.get(id) ?? 0) < LAST_USE_EVERY_MS) return;
    if (this.#usedAtMs.size >= KNOWN_MAX) this.#usedAtMs.clear();
    this.#usedAtMs.set(id, nowMs);
    const noted = tokensOf(this.#db)
      .updateTable('tokens')
      .set({ lastUsedAt: new Date(nowMs).toISOString() })
      .where('id', '=', id)
      .execute();
    // The request is allowed already: the time of last use is worth less than the request.
    await inTime(noted, LOOK_UP_MAX_MS).catch(() => {});
  }
}

/** What this install's own token may do: everything, and its events count as redacted when it says so. */
export function installGrant(tokenId: string): Grant {
  return { tokenId, name: 'this install', kind: 'edge', tenant: 'default', scopes: ['admin'] };
}

async function inTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
