import { createRoute, z } from '@hono/zod-openapi';
import { archiveRange, type Database } from '@hookline/db';
import { ApiError, answers, rowShape, security } from '@hookline/http';
import {
  type DifferingState,
  type FoldedRows,
  forgetSnapshots,
  type Liveness,
  type PlanItem,
  planAt,
  projections,
  stateAt,
  verifyStates,
  type Waiting,
  waitingFor,
} from '@hookline/projections';
import type { AddRoutes } from '../context.ts';
import { findSession, readable } from '../session-scope.ts';
import { momentQuery } from '../shapes.ts';

/** What a session was at a moment, as it is answered. */
interface StateAnswer {
  readonly session: string;
  /** As it was asked for; null for the newest. */
  readonly at: number | null;
  readonly by: 'log' | 'session';
  /** How many events it follows from. */
  readonly events: number;
  /** The time of the newest of them. What the session is doing is told for this moment. */
  readonly asOf: string | null;
  readonly state: Liveness | null;
  readonly waitingFor: Waiting | null;
  /** The list of things to do; null where `plans` was not asked for. */
  readonly plan: readonly PlanItem[] | null;
  /** The snapshot it was made from. */
  readonly snapshot: { readonly position: number; readonly hash: string } | null;
  readonly hash: string;
  readonly hashes: Readonly<Record<string, string>>;
  readonly rows: Partial<FoldedRows>;
}

const names: readonly string[] = projections.map(({ name }) => name);
const id = z.object({ id: z.string() });

export const addSessionStateRoutes: AddRoutes = (api, context) => {
  const { db, allow, signal } = context;

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions/{id}/state',
      summary: 'What a session was at a moment: the rows of every read model, what it was doing, and their hashes',
      security,
      middleware: allow('read'),
      request: {
        params: id,
        query: z.object({
          ...momentQuery,
          models: z
            .string()
            .optional()
            .openapi({
              description: `The read models whose rows are wanted, with commas between, of ${names.join(', ')}; all where not given, none where empty`,
            }),
        }),
      },
      responses: answers('The state', rowShape<StateAnswer>('State', 'Rows by read model, with their hashes')),
    }),
    async (c) => {
      const { session } = await findSession(db, c.get('grant'), c.req.valid('param').id);
      const { at, by, models: asked } = c.req.valid('query');
      await checkPosition(db, session, at);
      const models = readModels(asked);
      const state = await stateAt(db, session, { at, by }, { models, hashed: names });
      return c.json(answerState(state, models), 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/verify/states',
      summary: 'Folds a sample of the snapshots of states from the first event, and says which differ',
      security,
      middleware: allow('read'),
      request: {
        body: {
          content: {
            'application/json': { schema: z.strictObject({ sample: z.int().min(1).max(10_000).default(50) }) },
          },
        },
      },
      responses: answers(
        'How many were compared, and those that differ',
        z.object({
          checked: z.number().int(),
          differing: z.array(
            rowShape<DifferingState>('DifferingState', 'Session, position, model, expected and found hash, row keys'),
          ),
        }),
      ),
    }),
    async (c) => {
      const grant = c.get('grant');
      const only = (sessions: readonly string[]) => readable(db, grant, sessions);
      const stopped = AbortSignal.any([signal, c.req.raw.signal]);
      const found = await verifyStates(db, { sample: c.req.valid('json').sample, only, signal: stopped });
      return c.json({ checked: found.checked, differing: [...found.differing] }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/sessions/{id}/snapshots',
      summary:
        'Forgets the snapshots of a session: its states are folded from its events, and snapshots are made again',
      security,
      middleware: allow('admin'),
      request: { params: id },
      responses: answers('They are forgotten', z.object({ session: z.string() })),
    }),
    async (c) => {
      const { session } = await findSession(db, c.get('grant'), c.req.valid('param').id);
      await db.transaction((trx) => forgetSnapshots(trx, session));
      return c.json({ session }, 200);
    },
  );
};

function answerState(state: Awaited<ReturnType<typeof stateAt>>, models: readonly string[] | undefined): StateAnswer {
  const { session, moment, events, asOf, liveness, rows, snapshot, hash, hashes } = state;
  const row = rows.sessions[0];
  const shown = Object.entries(rows).filter(([model]) => models?.includes(model) ?? true);
  return {
    session,
    at: moment.at ?? null,
    by: moment.by ?? 'log',
    events,
    asOf,
    state: liveness,
    waitingFor: row === undefined || row.endedAt !== null ? null : (waitingFor(row) ?? null),
    plan: models === undefined || models.includes('plans') ? planAt(rows.plans) : null,
    snapshot,
    hash,
    hashes,
    rows: Object.fromEntries(shown.map(([model, of]) => [model, of.map(withoutMarks)])),
  };
}

/** A row as it is answered: without what the folds keep for themselves. */
function withoutMarks({ marks: _, asks: __, ...row }: { readonly marks?: unknown; readonly asks?: unknown }): object {
  return row;
}

function readModels(asked: string | undefined): readonly string[] | undefined {
  if (asked === undefined) return undefined;
  const wanted = asked.split(',').flatMap((part) => part.trim() || []);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown === undefined) return wanted;
  throw new ApiError(400, 'bad-request', `models: there is none called ${JSON.stringify(unknown)}`, {
    hint: `some of ${names.join(', ')}`,
  });
}

/** Throws 404 for a position before the session began. */
async function checkPosition(db: Database, session: string, at: number | undefined): Promise<void> {
  if (at === undefined) return;
  const range = await archiveRange(db, session);
  if (range === undefined || at >= range.first) return;
  throw new ApiError(
    404,
    'out-of-range',
    `position ${at} is not in this session: it spans ${range.first} to ${range.last}`,
    { hint: `ask for positions from ${range.first} to ${range.last}` },
  );
}
