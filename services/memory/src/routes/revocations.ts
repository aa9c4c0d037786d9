import { createRoute, z } from '@hono/zod-openapi';
import { allows, type Grant } from '@hookline/access';
import { ApiError, type App, answers, personHeader, personHeaders, security, whoSays } from '@hookline/http';
import { type Decision, derivers } from '@hookline/memory';
import { affectedBy, readStanding } from '@hookline/recall';
import { sql } from 'kysely';
import { writeDecision } from '../deciding/append.ts';
import { mustAdminister, mustDecide } from '../deciding/who-decides.ts';
import { accepts, jsonBody } from './accepted.ts';
import { memoryShape, shownMemories } from './memory-shape.ts';
import type { RouteParts } from './parts.ts';
import { projectFor, projectText, reasonText } from './query.ts';

const names = z.array(z.string().min(1).max(512)).max(1_000);

const revocation = z.strictObject({
  sessions: names.default([]),
  actors: names.default([]),
  reason: reasonText.min(1),
  undone: z.boolean().default(false).openapi({ description: 'True to let it count again' }),
});

const affectedQuery = z.object({
  session: z.union([z.string(), z.array(z.string()).max(1_000)]).optional(),
  actor: z.union([z.string(), z.array(z.string()).max(1_000)]).optional(),
  undone: z.enum(['true', 'false']).optional(),
  project: projectText.optional(),
});

const affectedShape = z
  .object({
    memories: z.array(
      z.object({
        before: memoryShape,
        after: memoryShape.nullable().openapi({ description: 'Null where nothing would be left of it' }),
        becomes: z.enum(['gone', 'retired', 'demoted', 'weaker', 'same']),
        shownTo: z.array(z.string()).openapi({ description: 'Sessions it was put before' }),
      }),
    ),
    total: z.int().openapi({ description: 'How many rest on it in all; at most 500 are listed' }),
    shownTo: z.array(z.string()),
  })
  .openapi('AffectedMemories');

const revoked = z.object({
  position: z.int(),
  time: z.string(),
  by: z.string(),
  reason: z.string(),
  sessions: z.array(z.string()),
  actors: z.array(z.string()),
  undone: z.boolean(),
});

const revocationsShape = z.object({
  sessions: z.array(z.string()).openapi({ description: 'What does not count now' }),
  actors: z.array(z.string()),
  revocations: z.array(revoked).openapi({ description: 'Those of which something is still in force' }),
  history: z.array(revoked).openapi({ description: 'All, also what was taken back, the newest first' }),
});

const historyMax = 500;

/** What rests on sessions or people, and letting what they brought in count no more, or again. */
export function addRevocationRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/affected',
      summary: 'What rests on sessions or people, what becomes of it without them, and whom it was shown to',
      security,
      middleware: allow('recall'),
      request: { query: affectedQuery },
      responses: answers('The memories that rest on them', affectedShape),
    }),
    async (c) => {
      const { session, actor, undone, project } = c.req.valid('query');
      const origin = { sessions: [session ?? []].flat(), actors: [actor ?? []].flat() };
      if (origin.sessions.length + origin.actors.length === 0) {
        throw new ApiError(400, 'bad-request', 'found neither session nor actor, expected at least one', {
          hint: 'GET /v1/memory/affected?session=<id>',
        });
      }
      const found = await affectedBy(db, derivers, origin, {
        undone: undone === 'true',
        project: projectFor(c.get('grant'), project),
      });
      const before = await shownMemories(
        parts,
        found.memories.map((one) => one.before),
      );
      const after = await shownMemories(
        parts,
        found.memories.flatMap((one) => one.after ?? []),
      );
      const byId = new Map(after.map((memory) => [memory.id, memory]));
      const memories = found.memories.map(({ becomes, shownTo }, at) => ({
        before: before[at]!,
        after: byId.get(before[at]!.id) ?? null,
        becomes,
        shownTo: [...shownTo],
      }));
      return c.json({ memories, total: found.total, shownTo: [...found.shownTo] }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/revocations',
      summary: 'What sessions or people brought in no longer counts for any memory, or counts again',
      security,
      middleware: allow('recall'),
      request: { headers: personHeaders, ...jsonBody(revocation) },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const { sessions, actors, reason: because, undone } = c.req.valid('json');
      if (sessions.length + actors.length === 0) {
        throw new ApiError(422, 'bad-request', 'found neither sessions nor actors, expected at least one');
      }
      if (actors.length > 0) mustAdminister(grant, 'revoking what a person brought in everywhere');
      for (const project of await projectsOf(sessions, grant)) {
        // Whose a session of others is, is theirs to know.
        if (grant.project !== undefined && project !== grant.project) {
          throw new ApiError(
            403,
            'forbidden',
            `not all of these are sessions of ${grant.project}, which this token is for`,
          );
        }
        mustDecide(grant, project);
      }
      const written = await writeDecision(parts, {
        kind: 'memory.revoked',
        tenant: grant.tenant,
        project: grant.project,
        trust: 'user',
        data: {
          sessions: [...new Set(sessions)],
          actors: [...new Set(actors)],
          undone,
          by: whoSays(grant, c.req.valid('header')[personHeader]),
          reason: because,
        },
      });
      return c.json(written, 202);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/revocations',
      summary: 'What does not count, and who said so when',
      security,
      middleware: allow('recall'),
      request: { query: z.object({ project: projectText.optional() }) },
      responses: answers('The revocations', revocationsShape),
    }),
    async (c) => {
      const project = projectFor(c.get('grant'), c.req.valid('query').project);
      const { rows } = await sql<{ decision: Decision & { readonly type: 'revoked' } }>`
        select decision from memory_decisions where type = 'revoked' order by position desc limit ${historyMax}`.execute(
        db.kysely,
      );
      const standing = await db.transaction((trx) => readStanding(trx));
      const named = [...new Set([...standing.revokedSessions, ...rows.flatMap((row) => row.decision.sessions)])];
      const own = project === undefined ? undefined : new Set(await sessionsIn(project, named));
      const visible = (sessions: Iterable<string>) => [...sessions].filter((one) => own?.has(one) ?? true);
      const history = rows
        .map(({ decision: { position, time, by, reason: because, sessions, actors, undone } }) => ({
          position,
          time,
          by,
          reason: because,
          sessions: visible(sessions),
          actors: project === undefined ? [...actors] : [],
          undone,
        }))
        .filter(({ sessions, actors }) => sessions.length + actors.length > 0);
      const inForce = history.filter(
        ({ undone, sessions, actors }) =>
          !undone &&
          (sessions.some((one) => standing.revokedSessions.has(one)) ||
            actors.some((one) => standing.revokedActors.has(one))),
      );
      const actors = project === undefined ? [...standing.revokedActors] : [];
      return c.json({ sessions: visible(standing.revokedSessions), actors, revocations: inForce, history }, 200);
    },
  );

  async function sessionsIn(project: string, sessions: readonly string[]): Promise<string[]> {
    if (sessions.length === 0) return [];
    const rows = await db.kysely
      .selectFrom('memorySessions')
      .select('session')
      .where('project', '=', project)
      .where('session', 'in', [...sessions])
      .execute();
    return rows.map(({ session }) => session);
  }

  /** The projects whose memories change; a session that nobody knows is only for those who may decide everywhere. */
  async function projectsOf(sessions: readonly string[], grant: Grant): Promise<string[]> {
    if (allows(grant, 'admin') || sessions.length === 0) return [];
    const rows = await db.kysely
      .selectFrom('memorySessions')
      .select(['session', 'project'])
      .where('session', 'in', [...sessions])
      .execute();
    const projects = new Map(rows.map(({ session, project }) => [session, project ?? '-']));
    return [...new Set(sessions.map((session) => projects.get(session) ?? '-'))];
  }
}
