import { createRoute, z } from '@hono/zod-openapi';
import type { Grant } from '@hookline/access';
import { ApiError, type App, answers, errorShape, notFound, personHeader, security, whoSays } from '@hookline/http';
import { eventId } from '@hookline/schemas';
import { mustBePerson } from '../person.ts';
import type { RouteParts } from '../routes/index.ts';
import { shown } from './claim.ts';
import { release, renew, revoke, type Spoken, TooManyClaimsError, take, UnknownClaimError } from './commands.ts';
import { listClaims } from './list.ts';
import { ResourceError } from './resource.ts';
import { claimShape, heldShape, listQuery, releaseBody, renewBody, takeBody } from './shapes.ts';

const inJson = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});
const ofClaim = z.object({ id: z.string().max(128) });
const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Taking, holding, ending and looking at claims. A token of one project takes and sees those of its project. */
export function addClaimRoutes(app: App, { db, allow, redactor }: RouteParts): void {
  const clean = async <Value>(value: Value) => (await redactor.redact(value)).value;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/claims',
      summary: 'Claims, the newest first: who holds what, or what a path is held with',
      security,
      middleware: allow('work'),
      request: { query: listQuery },
      responses: answers(
        'The claims',
        z.object({ claims: z.array(claimShape), next: z.string().nullable(), now: z.string() }),
      ),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const rows = await told(listClaims(db, { ...query, project: projectSeen(c.get('grant'), query.project) }));
      const claims = rows.slice(0, query.limit).map(shown);
      const next = rows.length > query.limit ? claims.at(-1)!.id : null;
      return c.json({ claims, next, now: new Date().toISOString() }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/claims',
      summary: 'Takes an exclusive hold on a path, a glob or a task, or says who has it',
      security,
      middleware: allow('work'),
      request: inJson(takeBody),
      responses: {
        200: json('It was held by this session already and is renewed, or was taken under this id before', claimShape),
        201: json('It is taken', claimShape),
        409: json('Somebody else holds it, or something that overlaps it', heldShape),
        default: json('An error', errorShape),
      },
    }),
    async (c) => {
      const { id, project: given, session, ...said } = c.req.valid('json');
      const wanted = { ...(await clean(said)), session };
      const grant = c.get('grant');
      const project = grant.project ?? given;
      if (project === undefined) {
        throw new ApiError(422, 'invalid', 'project: found nothing, expected the id of a project', {
          hint: 'claims are held in one project, like github.com/acme/shop; only a token of one project may leave it out',
        });
      }
      if (given !== undefined && given !== project) throw otherProject(grant, given);
      const own = id === undefined ? undefined : eventId('claim-asked', project, id);
      const taken = await told(
        db.transaction((trx) =>
          take(trx, { ...wanted, project, by: grant.name, ...(own !== undefined && { id: own }) }),
        ),
      );
      if (taken.taken) return c.json(shown(taken.claim), taken.how === 'taken' ? 201 : 200);
      const hint = 'work on something else, ask the holder, or try again when it has expired';
      const error = { code: 'held' as const, message: taken.sentence, hint };
      return c.json({ error, held: shown(taken.held) }, 409);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/claims/{id}/renew',
      summary: 'Holds on for so long from now',
      security,
      middleware: allow('work'),
      request: { params: ofClaim, ...inJson(renewBody) },
      responses: answers('The claim', claimShape),
    }),
    async (c) => {
      const { fence, expiresInMs } = c.req.valid('json');
      const speaker = { fence, by: c.get('grant').name, project: c.get('grant').project };
      return c.json(shownOrRefused(await told(renew(db, c.req.valid('param').id, speaker, expiresInMs))), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/claims/{id}/release',
      summary: 'Lets go',
      security,
      middleware: allow('work'),
      request: { params: ofClaim, ...inJson(releaseBody) },
      responses: answers('The claim', claimShape),
    }),
    async (c) => {
      const { fence } = c.req.valid('json');
      const speaker = { fence, by: c.get('grant').name, project: c.get('grant').project };
      return c.json(shownOrRefused(await told(release(db, c.req.valid('param').id, speaker))), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/claims/{id}/revoke',
      summary: 'Ends a hold, whoever has it; for people',
      security,
      middleware: allow('work'),
      request: { params: ofClaim },
      responses: answers('The claim', claimShape),
    }),
    async (c) => {
      const grant = c.get('grant');
      mustBePerson(grant, 'revoking a claim');
      const by = whoSays(grant, c.req.header(personHeader));
      return c.json(shown(await told(revoke(db, c.req.valid('param').id, by, grant.project))), 200);
    },
  );
}

/** The project whose holds are shown: a token of one project sees no other. */
function projectSeen(grant: Grant, asked: string | undefined): string | undefined {
  if (grant.project !== undefined && asked !== undefined && asked !== grant.project) throw otherProject(grant, asked);
  return grant.project ?? asked;
}

function otherProject(grant: Grant, asked: string): ApiError {
  return new ApiError(403, 'forbidden', `the token "${grant.name}" is for ${grant.project}, not for ${asked}`);
}

function shownOrRefused(spoken: Spoken) {
  if (spoken.done) return shown(spoken.claim);
  throw new ApiError(409, 'conflict', spoken.sentence, { hint: 'take it again before you go on; this did not count' });
}

/** Refusals of a command as the caller is told them. */
async function told<Result>(command: Promise<Result>): Promise<Result> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof UnknownClaimError) throw notFound(error.message, '`hookline claims list` shows what is held');
    if (error instanceof ResourceError) throw new ApiError(422, 'invalid', error.message);
    if (error instanceof TooManyClaimsError) throw new ApiError(429, 'too-many', error.message);
    throw error;
  }
}
