import { createRoute, z } from '@hono/zod-openapi';
import { allows, type Grant } from '@hookline/access';
import { ApiError, type App, answers, security } from '@hookline/http';
import { type Decision, derivers, type Memory, readScope, statementLengthMax } from '@hookline/memory';
import { affectedBy, readStanding } from '@hookline/recall';
import { sql } from 'kysely';
import { writeDecision } from '../deciding/append.ts';
import { checkDecision } from '../deciding/check-decision.ts';
import { plainLine } from '../deciding/plain-line.ts';
import { mustWriteInto } from '../deciding/session-of.ts';
import { isPersons, mustAdminister, mustDecide, personNamed, speaksFor, whoDecides } from '../deciding/who-decides.ts';
import { accepts, jsonBody } from './accepted.ts';
import { memoryNamed, memoryShape, shownMemories } from './memory-shape.ts';
import type { RouteParts } from './parts.ts';
import { idParam, personHeader, projectFor, projectText, readerOf } from './query.ts';

const reason = z.string().max(1_000);
const statement = z.string().trim().min(1).max(statementLengthMax);
const names = z.array(z.string().min(1).max(512)).max(1_000);

const decision = z.strictObject({
  action: z.enum(['approve', 'reject', 'retire', 'restore', 'edit', 'pin', 'unpin', 'merge', 'move']),
  reason: reason.optional(),
  statement: statement.optional().openapi({ description: 'For `edit`: what it says from now on' }),
  into: z.string().max(100).optional().openapi({ description: 'For `merge`: the memory that takes its place' }),
  scope: z.string().max(600).optional().openapi({
    description: 'For `move`: where it holds from now on',
    example: 'team:payments',
  }),
});

const revocation = z.strictObject({
  sessions: names.default([]),
  actors: names.default([]),
  reason: reason.min(1),
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

const remembering = z.strictObject({
  statement,
  as: z.enum(['directive', 'decision', 'preference', 'procedure', 'fact']),
  about: z.string().trim().min(1).max(200).optional().openapi({
    description: 'What it is about: a later statement about the same thing takes its place',
  }),
  scope: z.enum(['session', 'person', 'project']).default('project'),
  project: projectText.optional(),
  session: z.string().min(1).max(512).optional(),
  actor: z.string().min(1).max(512).optional().openapi({ description: 'Whose it is, for the scope `person`' }),
  files: z.array(z.string().min(1).max(1_000)).max(20).optional(),
  why: reason.optional(),
  by: z.enum(['person', 'agent']).optional().openapi({
    description: 'Whose words they are. `person`, the standard, only for tokens of people that may recall and read',
  }),
});

const verdict = z.strictObject({
  verdict: z.enum(['helpful', 'harmful']),
  note: reason.optional(),
  session: z.string().min(1).max(512).optional(),
  by: z.enum(['person', 'agent']).optional(),
});

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

/** What people decide and agents say about memories. Each becomes an event; memories follow from the log. */
export function addDecisionRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/{id}/decisions',
      summary: 'A person decides about a memory',
      security,
      middleware: allow('recall'),
      request: { params: idParam, headers: personHeader, ...jsonBody(decision) },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const reader = readerOf(grant);
      const memory = await memoryNamed(parts, reader, c.req.valid('param').id);
      mustDecide(grant, memory.project);
      const { action, reason: because, statement: says, into: named, scope: wanted } = c.req.valid('json');
      const into = named === undefined ? undefined : await memoryNamed(parts, reader, named);
      const standing = await db.transaction((trx) => readStanding(trx));
      const target = readScope(wanted ?? '');
      const sessionProject = target?.type === 'session' ? (await sessionOf(target.session))?.project : undefined;
      const wish = { action, statement: says, into, scope: wanted, sessionProject };
      const scope = checkDecision(grant, memory, wish, standing);
      const written = await writeDecision(parts, {
        kind: 'memory.curated',
        tenant: grant.tenant,
        project: memory.project,
        subject: memory.id,
        trust: 'user',
        data: {
          memory: memory.id,
          action,
          by: whoDecides(grant, c.req.valid('header')['x-hookline-person']),
          ...(because !== undefined && { reason: because }),
          ...(action === 'edit' && { statement: plainLine(says!, statementLengthMax) }),
          ...(action === 'merge' && { into: into!.id }),
          ...(scope !== undefined && { scope }),
        },
      });
      return c.json(written, 202);
    },
  );

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
        shownTo,
      }));
      return c.json({ memories, total: found.total, shownTo: found.shownTo } as never, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/revocations',
      summary: 'What sessions or people brought in no longer counts for any memory, or counts again',
      security,
      middleware: allow('recall'),
      request: { headers: personHeader, ...jsonBody(revocation) },
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
          by: whoDecides(grant, c.req.valid('header')['x-hookline-person']),
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

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/remember',
      summary: 'Somebody asks that something be remembered; what an agent asks for is proposed only',
      security,
      middleware: allow('recall'),
      request: { headers: personHeader, ...jsonBody(remembering) },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const asked = c.req.valid('json');
      const known = asked.session === undefined ? undefined : await sessionOf(asked.session);
      const project = projectFor(grant, asked.project ?? known?.project ?? undefined);
      if (project === undefined) {
        throw new ApiError(422, 'bad-request', 'found neither project nor a known session, expected what it is of');
      }
      if (known !== undefined && known.project !== null && known.project !== project) {
        throw new ApiError(403, 'forbidden', `the session ${asked.session} is of another project than ${project}`);
      }
      const person = c.req.valid('header')['x-hookline-person'];
      await mustWriteInto(db, grant, asked.session);
      const named = known?.actor ?? asked.actor ?? personNamed(person);
      if (asked.scope === 'person' && named === undefined) {
        throw new ApiError(422, 'bad-request', 'found nobody whose it is, expected an actor for the scope person', {
          hint: 'give actor, as sessions name it, or a session of that person',
        });
      }
      if (asked.scope === 'session' && asked.session === undefined) {
        throw new ApiError(422, 'bad-request', 'found no session, expected the one that the scope session means');
      }
      // Who speaks with a token that is nobody else's speaks for that person only: of others it can propose something.
      const isOwn =
        asked.session === undefined ? named === undefined || speaksFor(grant, named) : speaksFor(grant, known?.actor);
      const speaker = isOwn ? speaks(grant, asked.by) : 'agent';
      const actor = named ?? (speaker === 'person' ? grant.name : undefined);
      const written = await writeDecision(parts, {
        kind: 'memory.remembered',
        tenant: grant.tenant,
        project,
        session: asked.session,
        actor,
        trust: speaker === 'person' ? 'user' : 'agent',
        // Said twice on one day outside of any session, it is said once.
        ...(asked.session === undefined && { of: [new Date().toISOString().slice(0, 10)] }),
        data: {
          statement: plainLine(asked.statement, statementLengthMax),
          as: asked.as,
          scope: asked.scope,
          by: speaker,
          ...(asked.about !== undefined && { about: plainLine(asked.about, 200) }),
          ...(asked.why !== undefined && { why: asked.why }),
          ...(asked.files !== undefined && { files: asked.files }),
        },
      });
      return c.json({ ...written, by: speaker }, 202);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/{id}/verdicts',
      summary: 'Somebody says whether a memory helped',
      security,
      middleware: allow('recall'),
      request: { params: idParam, ...jsonBody(verdict) },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const memory: Memory = await memoryNamed(parts, readerOf(grant), c.req.valid('param').id);
      const { verdict: said, note, session, by } = c.req.valid('json');
      await mustWriteInto(db, grant, session);
      const written = await writeDecision(parts, {
        kind: 'memory.judged',
        tenant: grant.tenant,
        project: grant.project ?? memory.project,
        session,
        subject: memory.id,
        trust: speaks(grant, by) === 'person' ? 'user' : 'agent',
        // One voice has one verdict of a kind a day, however often it is raised and whatever it notes beside it.
        identity: [memory.id, said, grant.tokenId, new Date().toISOString().slice(0, 10)],
        data: { memory: memory.id, verdict: said, by: speaks(grant, by), ...(note !== undefined && { note }) },
      });
      return c.json(written, 202);
    },
  );

  async function sessionOf(session: string): Promise<{ project: string | null; actor: string | null } | undefined> {
    return await db.kysely
      .selectFrom('memorySessions')
      .select(['project', 'actor'])
      .where('session', '=', session)
      .executeTakeFirst();
  }

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

/** Whose words they are. An agent that works with a person's token says so; nobody else speaks for a person. */
function speaks(grant: Grant, by: 'person' | 'agent' | undefined): 'person' | 'agent' {
  return by !== 'agent' && isPersons(grant) ? 'person' : 'agent';
}
