import type { CloudEvent, CloudEventInput, RecordedEvent } from '@hookline/schemas';
import { z } from 'zod';
import { type ClaimCalls, claimCalls } from './claims.ts';
import { Connection, type ConnectionSettings, type QueryValue, type RequestOptions } from './connection.ts';
import { type FollowOptions, follow } from './follow.ts';
import { HooklineError } from './hookline-error.ts';
import { type MemoryCalls, memoryCalls } from './memory.ts';
import { type PublishOptions, type PublishResult, publish } from './publish.ts';
import { type SteeringCalls, steeringCalls } from './steering.ts';
import { type Handler, type SubscribeOptions, subscribe } from './subscribe.ts';
import { type WorkCalls, workCalls } from './work.ts';

export interface Client extends MemoryCalls, SteeringCalls {
  /** Units of work: offer, take, report. */
  readonly work: WorkCalls;
  /** Exclusive holds on paths, globs and tasks, and conflicts. */
  readonly claims: ClaimCalls;
  /** Sends at most 500 events; resolves with one result each, in order, once the broker has them. */
  publish(
    events: readonly (CloudEvent | CloudEventInput | string)[],
    options?: PublishOptions,
  ): Promise<PublishResult[]>;
  /** Stored events, live and resumable. */
  events(options?: FollowOptions): AsyncGenerator<RecordedEvent>;
  /**
   * Reads as the subscription of that name, from where it was left, until its signal aborts: the bus remembers the place.
   * Rejects when the handler keeps throwing, or when another process works on the same subscription.
   */
  subscribe(name: string, handler: Handler, options?: SubscribeOptions): Promise<void>;
  /** Sessions, the most recently active first, a page at a time behind the scenes. */
  sessions(query?: Readonly<Record<string, QueryValue>>): AsyncGenerator<SessionRow>;
  /** One session, by our id, the harness's own, or the beginning of either. */
  session(id: string): Promise<SessionRow>;
  /** The events of a session in the order they happened, a page at a time behind the scenes. */
  replay(id: string, range?: { from?: number; until?: number; at?: number }): AsyncGenerator<RecordedEvent>;
  /** Any other request; with `schema`, the answer is checked. */
  request<Shape extends z.ZodType>(
    method: string,
    path: string,
    options: RequestOptions & { schema: Shape },
  ): Promise<z.infer<Shape>>;
  request(method: string, path: string, options?: RequestOptions): Promise<unknown>;
  /** The same, with the answer as it comes, for streams and files. */
  send(method: string, path: string, options?: RequestOptions): Promise<Response>;
}

const sessionRow = z.looseObject({ session: z.string(), state: z.string(), lastPosition: z.number() });

/** What the API says of a session; it may say more than these fields. */
export type SessionRow = z.infer<typeof sessionRow>;

const sessionPage = z.object({ sessions: z.array(sessionRow), next: z.string().nullable() });
const eventPage = z.object({
  events: z.array(z.object({ position: z.number(), event: z.unknown() })),
  next: z.string().nullable(),
});

/** A client of one bus. It holds no connection open; requests may run side by side. */
export function createClient(settings: ConnectionSettings): Client {
  const connection = new Connection(settings);
  const pathOf = (id: string): string => `/v1/sessions/${encodeURIComponent(id)}`;

  async function request<Shape extends z.ZodType>(
    method: string,
    path: string,
    options: RequestOptions & { schema?: Shape } = {},
  ): Promise<unknown> {
    const { schema, ...rest } = options;
    const json = await connection.json(method, path, rest);
    return schema ? checked(schema, json, `${method} ${path}`) : json;
  }

  return {
    publish: (events, options) => publish(connection, events, options),
    events: (options) => follow(connection, options),
    subscribe: (name, handler, options) => subscribe(connection, name, handler, options),
    session: async (id) => checked(sessionRow, await connection.json('GET', pathOf(id)), 'GET /v1/sessions/{id}'),
    async *sessions(query = {}) {
      let cursor: string | undefined;
      do {
        const json = await connection.json('GET', '/v1/sessions', { query: { ...query, cursor } });
        const page = checked(sessionPage, json, 'GET /v1/sessions');
        yield* page.sessions;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    },
    async *replay(id, range = {}) {
      let cursor: string | undefined;
      do {
        const json = await connection.json('GET', `${pathOf(id)}/events`, { query: { ...range, cursor } });
        const page = checked(eventPage, json, 'GET /v1/sessions/{id}/events');
        yield* page.events as RecordedEvent[];
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    },
    ...memoryCalls(request as Client['request']),
    work: workCalls(request as Client['request']),
    ...claimCalls(request as Client['request']),
    ...steeringCalls(request as Client['request']),
    request: request as Client['request'],
    send: (method, path, options) => connection.send(method, path, options),
  };
}

function checked<Shape extends z.ZodType>(schema: Shape, json: unknown, what: string): z.infer<Shape> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new HooklineError(`${what}: the answer is not of the expected shape: ${z.prettifyError(parsed.error)}`, {
    status: 0,
    code: 'bad-answer',
    hint: 'are this client and the bus of the same version?',
  });
}
