import type { z } from 'zod';
import { type Claim, type Conflict, claimPage, claimShape, conflictPage, takenOrHeld } from './claim-shapes.ts';
import type { QueryValue, RequestOptions } from './connection.ts';
import { HeldClaim } from './held-claim.ts';
import { HooklineError } from './hookline-error.ts';
import type { CallOptions } from './memory.ts';

/** Something to hold alone. */
export interface ToClaim {
  readonly kind: 'path' | 'glob' | 'task';
  /** A path or glob relative to the repository (`*`, `**`, `?`, `{a,b}`), or the name of a task. */
  readonly resource: string;
  /** Needed where the token is not of one project. */
  readonly project?: string | undefined;
  /** Who it is for, as others are told. */
  readonly holder: string;
  /** Who it is for: what a session takes again is renewed. */
  readonly session?: string | undefined;
  /** How long it is held without being renewed; default an hour, at least a second, at most a week. */
  readonly expiresInMs?: number | undefined;
  readonly purpose?: string | undefined;
  /** Taken once, however often this id is asked for. */
  readonly id?: string | undefined;
}

/** Somebody else holds it, or something that overlaps it. */
export class ClaimHeldError extends HooklineError {
  override name = 'ClaimHeldError';
  readonly held: Claim;
  constructor(message: string, held: Claim) {
    super(message, { status: 409, code: 'held', hint: 'work on something else, or try again when it has expired' });
    this.held = held;
  }
}

/** Exclusive holds on paths, globs and tasks of a project, and the conflicts of those who had none. */
export interface ClaimCalls {
  /** Takes it, or rejects with a `ClaimHeldError`. */
  take(what: ToClaim, options?: CallOptions): Promise<Claim>;
  /**
   * The same, held for as long as the answer is in use: it is renewed in the background and released when it is disposed
   * of (`await using`). Its `signal` aborts when it is lost.
   */
  hold(what: ToClaim, options?: CallOptions): Promise<HeldClaim>;
  /** Holds on for so long from now. Rejects with a 409 once it is not held any more. */
  renew(claim: Pick<Claim, 'id' | 'fence'>, options?: CallOptions & { expiresInMs?: number }): Promise<Claim>;
  release(claim: Pick<Claim, 'id' | 'fence'>, options?: CallOptions): Promise<Claim>;
  /** Ends it, whoever has it: for people. */
  revoke(id: string, options?: CallOptions): Promise<Claim>;
  /** Claims, the newest first, a page at a time behind the scenes. Queries: `project`, `session`, `path`, `state`. */
  list(query?: Readonly<Record<string, QueryValue>>, options?: CallOptions): AsyncGenerator<Claim>;
  /** Conflicts, the newest first. Queries: `project`, `session`, `path`, `open`. */
  conflicts(query?: Readonly<Record<string, QueryValue>>, options?: CallOptions): AsyncGenerator<Conflict>;
}

type Ask = <Shape extends z.ZodType>(
  method: string,
  path: string,
  options: RequestOptions & { schema: Shape },
) => Promise<z.infer<Shape>>;

/** The calls, made through `ask`, which checks answers. */
export function claimCalls(ask: Ask): { readonly claims: ClaimCalls } {
  const pathOf = (id: string, part = '') => `/v1/claims/${encodeURIComponent(id)}${part}`;
  const take: ClaimCalls['take'] = async (what, options) => {
    const answer = await ask('POST', '/v1/claims', { ...options, body: what, accept: [409], schema: takenOrHeld });
    if ('claim' in answer) return answer.claim;
    throw new ClaimHeldError(answer.refused.error.message, answer.refused.held);
  };
  const renew: ClaimCalls['renew'] = ({ id, fence }, { expiresInMs, ...options } = {}) =>
    ask('POST', pathOf(id, '/renew'), { ...options, body: { fence, expiresInMs }, schema: claimShape });
  const release: ClaimCalls['release'] = ({ id, fence }, options) =>
    ask('POST', pathOf(id, '/release'), { ...options, body: { fence }, schema: claimShape });
  return {
    claims: {
      take,
      renew,
      release,
      hold: async (what, options) => new HeldClaim(await take(what, options), { renew, release }, what.expiresInMs),
      revoke: (id, options) => ask('POST', pathOf(id, '/revoke'), { ...options, schema: claimShape }),
      async *list(query = {}, options = {}) {
        let cursor: string | undefined;
        do {
          const page = await ask('GET', '/v1/claims', { ...options, query: { ...query, cursor }, schema: claimPage });
          yield* page.claims;
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
      },
      async *conflicts(query = {}, options = {}) {
        let cursor: string | undefined;
        do {
          const asked = { ...options, query: { ...query, cursor }, schema: conflictPage };
          const page = await ask('GET', '/v1/conflicts', asked);
          yield* page.conflicts;
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
      },
    },
  };
}
