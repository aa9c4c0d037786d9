import { createRoute, z } from '@hono/zod-openapi';
import { type App, personHeader, personHeaders, security, whoSays } from '@hookline/http';
import { readScope, statementLengthMax } from '@hookline/memory';
import { readStanding } from '@hookline/recall';
import { writeDecision } from '../deciding/append.ts';
import { checkDecision } from '../deciding/check-decision.ts';
import { plainLine } from '../deciding/plain-line.ts';
import { mustWriteInto, sessionOf } from '../deciding/session-of.ts';
import { mustDecide, speakerOf } from '../deciding/who-decides.ts';
import { accepts, jsonBody } from './accepted.ts';
import { memoryNamed } from './memory-shape.ts';
import type { RouteParts } from './parts.ts';
import { idParam, readerOf, reasonText, statementText } from './query.ts';

const decision = z.strictObject({
  action: z.enum(['approve', 'reject', 'retire', 'restore', 'edit', 'pin', 'unpin', 'merge', 'move']),
  reason: reasonText.optional(),
  statement: statementText.optional().openapi({ description: 'For `edit`: what it says from now on' }),
  into: z.string().max(100).optional().openapi({ description: 'For `merge`: the memory that takes its place' }),
  scope: z.string().max(600).optional().openapi({
    description: 'For `move`: where it holds from now on',
    example: 'team:payments',
  }),
  seen: z.int().nonnegative().optional().openapi({
    description:
      'For `approve` and `pin`: `positions.to` of the memory as the person saw it; words that came later are not approved. As it is now where left out',
  }),
});

const verdict = z.strictObject({
  verdict: z.enum(['helpful', 'harmful']),
  note: reasonText.optional(),
  session: z.string().min(1).max(512).optional(),
  by: z.enum(['person', 'agent']).optional(),
});

/** What people decide about one memory, and whether it helped. Each becomes an event; memories follow from the log. */
export function addDecisionRoutes(app: App, parts: RouteParts): void {
  const { db, allow } = parts;

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/memory/{id}/decisions',
      summary: 'A person decides about a memory',
      security,
      middleware: allow('recall'),
      request: { params: idParam, headers: personHeaders, ...jsonBody(decision) },
      responses: accepts('It is in the log'),
    }),
    async (c) => {
      const grant = c.get('grant');
      const reader = readerOf(grant);
      const memory = await memoryNamed(parts, reader, c.req.valid('param').id);
      mustDecide(grant, memory.project);
      const { action, reason: because, statement: says, into: named, scope: wanted, seen } = c.req.valid('json');
      const into = named === undefined ? undefined : await memoryNamed(parts, reader, named);
      const standing = await db.transaction((trx) => readStanding(trx));
      const target = readScope(wanted ?? '');
      const sessionProject = target?.type === 'session' ? (await sessionOf(db, target.session))?.project : undefined;
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
          by: whoSays(grant, c.req.valid('header')[personHeader]),
          ...(because !== undefined && { reason: because }),
          ...(action === 'edit' && { statement: plainLine(says!, statementLengthMax) }),
          ...(action === 'merge' && { into: into!.id }),
          ...(scope !== undefined && { scope }),
          // The log may hold more by now than memories, and whoever looks at them, have read.
          ...((action === 'approve' || action === 'pin') && {
            seen: Math.min(seen ?? memory.positions.to, memory.positions.to),
          }),
        },
      });
      return c.json(written, 202);
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
      const memory = await memoryNamed(parts, readerOf(grant), c.req.valid('param').id);
      const { verdict: said, note, session, by } = c.req.valid('json');
      await mustWriteInto(db, grant, session);
      const written = await writeDecision(parts, {
        kind: 'memory.judged',
        tenant: grant.tenant,
        project: grant.project ?? memory.project,
        session,
        subject: memory.id,
        trust: speakerOf(grant, by) === 'person' ? 'user' : 'agent',
        // One voice has one verdict of a kind a day, however often it is raised and whatever it notes beside it.
        identity: [memory.id, said, grant.tokenId, new Date().toISOString().slice(0, 10)],
        data: { memory: memory.id, verdict: said, by: speakerOf(grant, by), ...(note !== undefined && { note }) },
      });
      return c.json(written, 202);
    },
  );
}
