import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, personHeader, personHeaders, security, whoSays } from '@hookline/http';
import { readStanding } from '@hookline/recall';
import { writeDecision } from '../deciding/append.ts';
import { accepts, jsonBody } from './accepted.ts';
import type { RouteParts } from './parts.ts';
import { projectText } from './query.ts';

const team = z.object({
  team: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'expected lower-case letters, digits, dots, dashes'),
});

/** Which projects are a team's, and which names are of one project. Both settle what is told where: administrators only. */
export function addTeamRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/teams',
      summary: 'Teams with their projects',
      security,
      middleware: allow('recall'),
      responses: answers(
        'The teams',
        z.object({ teams: z.array(z.object({ team: z.string(), projects: z.array(z.string()) })) }),
      ),
    }),
    async (c) => {
      const { project } = c.get('grant');
      const { teams } = await db.transaction((trx) => readStanding(trx));
      const shown = [...teams]
        .filter(([, projects]) => project === undefined || projects.includes(project))
        .map(([name, projects]) => ({
          team: name,
          projects: projects.filter((one) => project === undefined || one === project),
        }))
        .sort((a, b) => (a.team < b.team ? -1 : 1));
      return c.json({ teams: shown }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'put',
      path: '/v1/memory/teams/{team}',
      summary: 'Says which projects are a team’s; none takes the team away',
      security,
      middleware: allow('admin'),
      request: {
        params: team,
        headers: personHeaders,
        ...jsonBody(z.strictObject({ projects: z.array(projectText).max(1_000) })),
      },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const written = await writeDecision(parts, {
        kind: 'team.changed',
        tenant: grant.tenant,
        trust: 'user',
        data: {
          team: c.req.valid('param').team,
          projects: [...new Set(c.req.valid('json').projects)],
          by: whoSays(grant, c.req.valid('header')[personHeader]),
        },
      });
      return c.json(written, 202);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/memory/aliases',
      summary: 'Names that are other names of a project',
      security,
      middleware: allow('recall'),
      responses: answers(
        'The names',
        z.object({ aliases: z.array(z.object({ alias: z.string(), project: z.string() })) }),
      ),
    }),
    async (c) => {
      const own = c.get('grant').project;
      const { aliases } = await db.transaction((trx) => readStanding(trx));
      const shown = [...aliases]
        .map(([alias, project]) => ({ alias, project }))
        .filter(({ alias, project }) => own === undefined || alias === own || project === own);
      return c.json({ aliases: shown }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'put',
      path: '/v1/memory/aliases',
      summary: 'Says that two names are of one project, or that they are not',
      security,
      middleware: allow('admin'),
      request: {
        headers: personHeaders,
        ...jsonBody(z.strictObject({ alias: projectText, project: projectText, undone: z.boolean().optional() })),
      },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const { alias, project, undone } = c.req.valid('json');
      const written = await writeDecision(parts, {
        kind: 'project.aliased',
        tenant: grant.tenant,
        trust: 'user',
        data: {
          alias,
          project,
          ...(undone === true && { undone }),
          by: whoSays(grant, c.req.valid('header')[personHeader]),
        },
      });
      return c.json(written, 202);
    },
  );
}
