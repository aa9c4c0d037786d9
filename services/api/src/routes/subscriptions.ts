import { createRoute, z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';
import { ApiError, answers, answersNothing, notFound, rowShape, security } from '@hookline/http';
import type { AddRoutes, ApiContext } from '../context.ts';
import { readKinds } from '../event-filter.ts';
import { readStart } from '../event-stream.ts';
import { findSession, projectFor } from '../session-scope.ts';
import {
  findSubscription,
  forgetSubscription,
  keepSubscription,
  listSubscriptions,
  moveSubscription,
  type Subscription,
  type Wanted,
} from '../subscriptions/store.ts';

/** `lag`: how many positions of the log lie behind it that it has not seen, whoever they are for. */
type Answer = Omit<Subscription, 'logIdentity'> & { readonly lag: number };

const named = z.object({ name: z.string().regex(/^[\w.-]{1,100}$/) });
const position = z.int().nonnegative();
const shape = rowShape<Answer>('Subscription', 'A reader that the bus remembers, with how far it came');

export const addSubscriptionRoutes: AddRoutes = (api, context) => {
  const { db, log } = context;
  const answerOf = async ({ logIdentity: _, ...subscription }: Subscription): Promise<Answer> => {
    const { last } = await log.head();
    return { ...subscription, lag: Math.max(0, last - subscription.position) };
  };

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/subscriptions',
      summary: 'Every subscription that the token may see',
      security,
      middleware: context.allow('read'),
      responses: answers('The subscriptions', z.object({ subscriptions: z.array(shape) })),
    }),
    async (c) => {
      const found = await listSubscriptions(db, c.get('grant').project);
      return c.json({ subscriptions: await Promise.all(found.map(answerOf)) } as never, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/subscriptions/{name}',
      summary: 'Makes a subscription, or answers the one that is there',
      security,
      middleware: context.allow('read'),
      request: {
        params: named,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({
                kinds: z.array(z.string()).max(200).default([]),
                project: z.string().optional(),
                session: z.string().optional(),
                from: z
                  .union([z.enum(['now', 'beginning']), position])
                  .default('now')
                  .openapi({ description: 'Where a new one begins: behind this position' }),
              }),
            },
          },
        },
      },
      responses: answers('The subscription', shape),
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const { kinds, project, session, from } = c.req.valid('json');
      const wanted: Wanted = {
        kinds: readKinds(kinds.join(','))?.toSorted() ?? [],
        project: projectFor(c.get('grant'), project) ?? null,
        session: session === undefined ? null : (await findSession(db, c.get('grant'), session)).session,
      };
      const { identity } = await log.head();
      const start = { position: await startOf(context, from), logIdentity: identity };
      const kept = await keepSubscription(db, name, wanted, start);
      mayUse(kept, c.get('grant'));
      if (kept.logIdentity !== identity) throw otherLog(name);
      if (!sameWishes(kept, wanted)) throw otherWishes(name);
      return c.json((await answerOf(kept)) as never, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/subscriptions/{name}/position',
      summary: 'Moves a subscription on: everything up to `to` is done with',
      security,
      middleware: context.allow('read'),
      request: {
        params: named,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({ from: position, to: position }).refine(({ from, to }) => from <= to, {
                message: 'a subscription does not move back; delete it and begin anew',
              }),
            },
          },
        },
      },
      responses: answers('The subscription', shape),
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const move = c.req.valid('json');
      const before = await findSubscription(db, name);
      if (before === undefined) throw unknown(name);
      mayUse(before, c.get('grant'));
      if (before.position !== move.from) throw movedElsewhere(name, move.from, before.position);
      const { last, identity } = await log.head();
      if (before.logIdentity !== identity) throw otherLog(name);
      if (move.to > last) throw beyondLog(move.to, last);
      const moved = await moveSubscription(db, name, move);
      if (moved === undefined) throw movedElsewhere(name, move.from, before.position);
      return c.json((await answerOf(moved)) as never, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/subscriptions/{name}',
      summary: 'Forgets a subscription',
      security,
      middleware: context.allow('read'),
      request: { params: named },
      responses: answersNothing('It is forgotten'),
    }),
    async (c) => {
      const { name } = c.req.valid('param');
      const found = await findSubscription(db, name);
      if (found) mayUse(found, c.get('grant'));
      if (!(await forgetSubscription(db, name))) throw unknown(name);
      return c.body(null, 204);
    },
  );
};

async function startOf(context: Pick<ApiContext, 'log'>, from: 'now' | 'beginning' | number): Promise<number> {
  if (from === 'beginning') return 0;
  const last = await readStart(context, undefined, 'latest');
  if (from === 'now') return last;
  if (from > last) throw beyondLog(from, last);
  return from;
}

/** A reader further on than the log would never hear of what comes next. */
function beyondLog(position: number, last: number): ApiError {
  return notFound(`position ${position} is not in the log`, `it ends at ${last}`);
}

/** A token of one project uses subscriptions of that project; others are not there for it. */
function mayUse({ name, project }: Subscription, grant: Grant): void {
  if (grant.project !== undefined && grant.project !== project) throw unknown(name);
}

function sameWishes(a: Wanted, b: Wanted): boolean {
  return a.project === b.project && a.session === b.session && a.kinds.join() === b.kinds.toSorted().join();
}

function unknown(name: string): ApiError {
  return notFound(`there is no subscription ${name}`, 'PUT /v1/subscriptions/{name} makes one');
}

function otherWishes(name: string): ApiError {
  return new ApiError(409, 'conflict', `subscription ${name} reads something else`, {
    hint: 'choose another name, or delete it to begin anew',
  });
}

function otherLog(name: string): ApiError {
  return new ApiError(409, 'log-changed', `subscription ${name} was reading another log: this one was made anew`, {
    hint: 'delete the subscription and decide where to begin in the new log',
  });
}

function movedElsewhere(name: string, expected: number, found: number): ApiError {
  return new ApiError(
    409,
    'moved',
    `subscription ${name} stands at ${found}, not at ${expected}: somebody else reads it too`,
    {
      hint: 'one process at a time works on a subscription; stop the other, or use a name of your own',
    },
  );
}
