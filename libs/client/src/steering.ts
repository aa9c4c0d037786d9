import { z } from 'zod';
import type { QueryValue, RequestOptions } from './connection.ts';
import type { CallOptions } from './memory.ts';

const steerMessage = z.looseObject({
  message: z.string(),
  session: z.string(),
  text: z.string(),
  by: z.string(),
  at: z.enum(['prompt', 'call']).nullable(),
  state: z.enum(['waiting', 'delivered', 'expired', 'refused']),
  sentAt: z.string(),
  expiresAt: z.string(),
  endedAt: z.string().nullable(),
  /** Where the agent was told. */
  surface: z.string().nullable(),
  reason: z.string().nullable(),
  firing: z.string().nullable(),
});
/** A message for a running session, and what became of it. */
export type SteerMessage = z.infer<typeof steerMessage>;

const approval = z.looseObject({
  id: z.string(),
  question: z.string(),
  state: z.enum(['waiting', 'approved', 'rejected', 'expired']),
  by: z.string(),
  rule: z.string().nullable(),
  project: z.string().nullable(),
  askedAt: z.string(),
  expiresAt: z.string(),
  /** The exact moment it is about. */
  session: z.string().nullable(),
  position: z.number().nullable(),
  /** What is done upon yes, a line each. */
  actions: z.array(z.string()),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  via: z.string().nullable(),
  comment: z.string().nullable(),
});
/** A question to a person. */
export type Approval = z.infer<typeof approval>;

const webhookDelivery = z.looseObject({
  id: z.string(),
  state: z.enum(['due', 'delivered', 'dead']),
  host: z.string(),
  firing: z.string(),
  rule: z.string().nullable(),
  attempts: z.number(),
  status: z.number().nullable(),
  error: z.string().nullable(),
  createdAt: z.string(),
  dueAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  redriven: z.number(),
});
/** A webhook that a firing owes, and what became of it. */
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

const errands = z.object({
  messages: z.array(
    z.looseObject({
      message: z.string(),
      session: z.string(),
      text: z.string(),
      by: z.string(),
      at: z.enum(['prompt', 'call']).nullable(),
      sentAt: z.string(),
      expiresAt: z.string(),
    }),
  ),
  gone: z.array(z.string()),
});
/** Messages to bring to their sessions, and known ones that are over. */
export type SteerErrands = z.infer<typeof errands>;

const next = z.string().nullable();
const messagePage = z.object({ messages: z.array(steerMessage), next });
const approvalPage = z.object({ approvals: z.array(approval), next });
const webhookPage = z.object({ webhooks: z.array(webhookDelivery), next });
const redriven = z.object({ redriven: z.number() });

/** What is to be said to a running session. */
export interface ToSteer {
  readonly session: string;
  /** At most 4,000 characters. */
  readonly text: string;
  /** Default: 15 minutes. */
  readonly expiresInMs?: number | undefined;
  /** Only there; at whatever comes first where absent. */
  readonly at?: 'prompt' | 'call' | undefined;
  /** Sent once, however often this id is sent with the same token. */
  readonly id?: string | undefined;
}

/** What to fetch for the sessions that a program runs itself. */
export interface ErrandQuery {
  /** At most 500. */
  readonly sessions: readonly string[];
  /** Messages that it has already. */
  readonly known?: readonly string[] | undefined;
  /** How long to wait for something to tell; at most 30 s. */
  readonly waitMs?: number | undefined;
}

type Query = Readonly<Record<string, QueryValue>>;

/** Messages into running sessions, questions to people, and webhooks. */
export interface SteeringCalls {
  /** Leaves a message. One that cannot be left is answered as `refused`, with the reason. */
  steer(message: ToSteer, options?: CallOptions): Promise<SteerMessage>;
  /** Messages, the newest first, a page at a time behind the scenes. Queries: `session`, `state`. */
  messages(query?: Query): AsyncGenerator<SteerMessage>;
  /**
   * What waits for sessions, for a program that tells them itself. At least once: it tells each id once, and publishes
   * `steer.ended` with what became of it.
   */
  errands(query: ErrandQuery, options?: CallOptions): Promise<SteerErrands>;
  /** Questions to people, a page at a time behind the scenes. Query: `state`. */
  approvals(query?: Query): AsyncGenerator<Approval>;
  approval(id: string, options?: CallOptions): Promise<Approval>;
  /** Answers a question, once: it needs a person's token. */
  answer(
    id: string,
    decision: 'approved' | 'rejected',
    options?: CallOptions & { readonly comment?: string | undefined; readonly person?: string | undefined },
  ): Promise<Approval>;
  /** Webhooks, the newest first, a page at a time behind the scenes. Query: `state`. */
  webhooks(query?: Query): AsyncGenerator<WebhookDelivery>;
  /** Has dead webhooks tried again: one, those of a rule, or all. Resolves with how many. */
  redriveWebhooks(which?: { readonly id?: string; readonly rule?: string }, options?: CallOptions): Promise<number>;
}

type Ask = <Shape extends z.ZodType>(
  method: string,
  path: string,
  options: RequestOptions & { schema: Shape },
) => Promise<z.infer<Shape>>;

/** The calls, made through `ask`, which checks answers. */
export function steeringCalls(ask: Ask): SteeringCalls {
  const approvalPath = (id: string, part = '') => `/v1/approvals/${encodeURIComponent(id)}${part}`;
  async function* pages<Page extends { next: string | null }, Row>(
    path: string,
    schema: z.ZodType<Page>,
    rows: (page: Page) => readonly Row[],
    query: Query,
  ): AsyncGenerator<Row> {
    let cursor: string | undefined;
    do {
      const page = await ask('GET', path, { query: { ...query, cursor }, schema });
      yield* rows(page);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
  return {
    steer: (message, options) => ask('POST', '/v1/steering', { ...options, body: message, schema: steerMessage }),
    messages: (query = {}) => pages('/v1/steering', messagePage, (page) => page.messages, query),
    errands: (query, options) => {
      const timeoutMs = (query.waitMs ?? 0) + 30_000;
      return ask('POST', '/v1/steering/pending', { timeoutMs, ...options, body: query, schema: errands });
    },
    approvals: (query = {}) => pages('/v1/approvals', approvalPage, (page) => page.approvals, query),
    approval: (id, options) => ask('GET', approvalPath(id), { ...options, schema: approval }),
    answer: (id, decision, { comment, person, ...options } = {}) =>
      ask('POST', approvalPath(id, '/decision'), {
        ...options,
        ...(person !== undefined && { headers: { 'x-hookline-person': encodeURIComponent(person) } }),
        body: { decision, comment },
        schema: approval,
      }),
    webhooks: (query = {}) => pages('/v1/webhooks', webhookPage, (page) => page.webhooks, query),
    redriveWebhooks: async ({ id, rule } = {}, options) => {
      const path = id === undefined ? '/v1/webhooks/redrive' : `/v1/webhooks/${encodeURIComponent(id)}/redrive`;
      const body = id === undefined ? { rule } : {};
      return (await ask('POST', path, { ...options, body, schema: redriven })).redriven;
    },
  };
}
