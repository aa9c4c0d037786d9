import { createRoute, z } from '@hono/zod-openapi';
import { ApiError, type App, personHeader, personHeaders, personNamed, security } from '@hookline/http';
import { statementLengthMax } from '@hookline/memory';
import { writeDecision } from '../deciding/append.ts';
import { plainLine } from '../deciding/plain-line.ts';
import { mustWriteInto, sessionOf } from '../deciding/session-of.ts';
import { speakerOf, speaksFor } from '../deciding/who-decides.ts';
import { accepts, jsonBody } from './accepted.ts';
import type { RouteParts } from './parts.ts';
import { projectFor, projectText, reasonText, statementText } from './query.ts';

const remembering = z.strictObject({
  statement: statementText,
  as: z.enum(['directive', 'decision', 'preference', 'procedure', 'fact']),
  about: z.string().trim().min(1).max(200).optional().openapi({
    description: 'What it is about: a later statement about the same thing takes its place',
  }),
  scope: z.enum(['session', 'person', 'project']).default('project'),
  project: projectText.optional(),
  session: z.string().min(1).max(512).optional(),
  actor: z.string().min(1).max(512).optional().openapi({ description: 'Whose it is, for the scope `person`' }),
  files: z.array(z.string().min(1).max(1_000)).max(20).optional(),
  why: reasonText.optional(),
  by: z.enum(['person', 'agent']).optional().openapi({
    description: 'Whose words they are. `person`, the standard, only for tokens of people that may recall and read',
  }),
});

/** What somebody says in so many words, an event of the log like any other. */
export function addRememberRoute(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/remember',
      summary: 'Somebody asks that something be remembered; what an agent asks for is proposed only',
      security,
      middleware: allow('recall'),
      request: { headers: personHeaders, ...jsonBody(remembering) },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const asked = c.req.valid('json');
      const known = asked.session === undefined ? undefined : await sessionOf(db, asked.session);
      const project = projectFor(grant, asked.project ?? known?.project ?? undefined);
      if (project === undefined) {
        throw new ApiError(422, 'bad-request', 'found neither project nor a known session, expected what it is of');
      }
      if (known !== undefined && known.project !== null && known.project !== project) {
        throw new ApiError(403, 'forbidden', `the session ${asked.session} is of another project than ${project}`);
      }
      const person = c.req.valid('header')[personHeader];
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
      const speaker = isOwn ? speakerOf(grant, asked.by) : 'agent';
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
}
