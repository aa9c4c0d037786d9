import { createRoute, z } from '@hono/zod-openapi';
import { type App, answers, rowShape, security } from '@hookline/http';
import { policyFileSchema } from '@hookline/rules';
import type { RouteParts } from '../routes/index.ts';
import { type PackedPolicy, readPack, readPolicies, type ShownPolicy } from './read-policies.ts';

const policy = rowShape<ShownPolicy>('Policy', 'A policy for tool calls: what it says, and how often it decided what');
const packed = rowShape<PackedPolicy>('PackedPolicy', 'A policy as an edge decides by it');
const fault = z.object({ path: z.string(), message: z.string() }).openapi('PolicyFault');

/** Policies for tool calls: what is in force, and what an edge takes of it. */
export function addPolicyRoutes(app: App, { db, allow }: Pick<RouteParts, 'db' | 'allow'>): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/policies',
      summary: 'The policies for tool calls in force, and what keeps other files from coming into force',
      security,
      middleware: allow('read'),
      responses: answers('The policies', z.object({ policies: z.array(policy), faults: z.array(fault) })),
    }),
    async (c) => {
      const { project } = c.get('grant');
      const policies = await readPolicies(db, project);
      const faults = await db.kysely.selectFrom('policyFaults').select(['path', 'message']).orderBy('number').execute();
      return c.json({ policies, faults: project === undefined ? faults : [] }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/policies/schema',
      summary: 'The JSON Schema of a policy file, for editors',
      security,
      middleware: allow('read'),
      responses: answers('The schema', z.record(z.string(), z.unknown())),
    }),
    (c) => c.json(policyFileSchema() as Record<string, unknown>, 200),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/policies/pack',
      summary: 'The policies that an edge decides by, so that it can decide by itself',
      security,
      middleware: allow('recall'),
      request: {
        query: z.object({
          project: z
            .string()
            .min(1)
            .max(512)
            .optional()
            .openapi({ description: 'Only those that are for this project' }),
        }),
        headers: z.object({ 'if-none-match': z.string().max(200).optional() }),
      },
      responses: {
        ...answers('The policies', z.object({ policies: z.array(packed) })),
        304: { description: 'They are still those of the given tag' },
      },
    }),
    async (c) => {
      const known = /^(?:W\/)?"([^"]*)"$/.exec(c.req.valid('header')['if-none-match'] ?? '')?.[1];
      const { tag, policies } = await readPack(db, c.get('grant').project ?? c.req.valid('query').project);
      c.header('etag', `"${tag}"`);
      c.header('cache-control', 'private, no-cache');
      if (tag === known) return c.body(null, 304);
      return c.json({ policies }, 200);
    },
  );
}
