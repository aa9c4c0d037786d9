import { type Grant, problem } from '@hookline/access';
import { ApiError, notFound } from '@hookline/http';
import { NestingError, type Redactor } from '@hookline/redaction';
import type { Context, MiddlewareHandler } from 'hono';
import { TooMuchToSayError } from '../../outbox.ts';
import type { RouteParts } from '../../routes/index.ts';
import {
  NotPossibleError,
  RestoringError,
  StaleFenceError,
  TakenIdError,
  TooManyError,
  UnknownItemError,
} from '../errors.ts';
import type { WorkRow } from '../item.ts';
import { formatLease, type Lease, leaseKey, looksLikeLease, readLease } from '../lease-token.ts';

/** What every route of work needs at its door: who may report, of which project it is, and no secrets inside. */
export class WorkDoor {
  readonly #parts: Pick<RouteParts, 'db' | 'allow'>;
  readonly #redactor: Redactor;
  readonly #leases = new WeakMap<Request, Lease>();
  #key: Promise<string> | undefined;

  constructor({ db, allow, redactor }: Pick<RouteParts, 'db' | 'allow' | 'redactor'>) {
    this.#parts = { db, allow };
    this.#redactor = redactor;
  }

  /** Lets in whoever may work, and the bearer of a lease for its own item's reports. */
  reporter(): MiddlewareHandler {
    const worker = this.#parts.allow('work') as MiddlewareHandler;
    return async (c, next) => {
      const token = /^bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
      if (!looksLikeLease(token)) return await worker(c, next);
      const lease = readLease(await this.#leaseKey(), token, Date.now());
      if (lease === undefined) {
        return c.json(problem('unauthenticated', 'this lease token was not given here, or is too old'), 401);
      }
      if (lease.item !== c.req.param('id')) {
        return c.json(problem('forbidden', 'this lease token is for the reports of another item'), 403);
      }
      this.#leases.set(c.req.raw, lease);
      const grant: Grant = { tokenId: 'lease', name: 'its holder', kind: 'service', tenant: 'default', scopes: [] };
      c.set('grant', grant);
      await next();
    };
  }

  /** The fence that a report comes with: its own, else that of its lease. */
  fenceOf(c: Context, given: number | undefined): number {
    const fence = this.#leases.get(c.req.raw)?.fence ?? given;
    if (fence !== undefined) return fence;
    throw new ApiError(422, 'bad-request', 'the report has no fence', {
      hint: 'send the fence that the item was taken with, or the lease as the token',
    });
  }

  /** The lease token of a claim. */
  async leaseOf({ item, fence, leaseUntil }: WorkRow): Promise<string> {
    return formatLease(await this.#leaseKey(), { item, fence }, Date.parse(leaseUntil!));
  }

  /** Throws, as for an item there is none of, when the item is of a project that the token is not for. */
  async checkProject({ project }: Grant, item: string): Promise<void> {
    if (project === undefined) return;
    const row = await this.#parts.db.kysely
      .selectFrom('workItems')
      .select('item')
      .where('item', '=', item)
      .where('project', '=', project)
      .executeTakeFirst();
    if (row === undefined) throw unknownItem(new UnknownItemError(item));
  }

  /** The value without secrets. */
  async clean<Value>(value: Value): Promise<Value> {
    try {
      return (await this.#redactor.redact(value)).value;
    } catch (error) {
      if (!(error instanceof NestingError)) throw error;
      throw new ApiError(422, 'bad-request', `the value is nested too deep: ${error.message}`);
    }
  }

  /** The text without secrets, as a column can hold it. */
  async cleanText<Text extends string | undefined>(text: Text): Promise<Text> {
    if (text === undefined) return text;
    return (await this.#redactor.redactText(text)).replaceAll('\0', '␀') as Text;
  }

  async #leaseKey(): Promise<string> {
    this.#key ??= leaseKey(this.#parts.db);
    this.#key.catch(() => {
      this.#key = undefined;
    });
    return await this.#key;
  }
}

/** Refusals of a command as the caller is told them. */
export async function told<Result>(command: Promise<Result>): Promise<Result> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof UnknownItemError) throw unknownItem(error);
    if (error instanceof StaleFenceError) {
      throw new ApiError(409, 'conflict', error.message, { hint: 'take the item again; this report was not counted' });
    }
    if (error instanceof NotPossibleError || error instanceof TakenIdError) {
      throw new ApiError(409, 'conflict', error.message);
    }
    if (error instanceof RestoringError) throw new ApiError(503, 'unavailable', error.message);
    if (error instanceof TooManyError) throw new ApiError(422, 'bad-request', error.message);
    if (error instanceof TooMuchToSayError) throw new ApiError(413, 'too-large', error.message);
    throw error;
  }
}

export function unknownItem(error: UnknownItemError): ApiError {
  return notFound(error.message, '`hookline work list` shows what there is');
}
