import { createRoute, z } from '@hono/zod-openapi';
import { installers } from '@hookline/harnesses';
import { answers, readSince, rowShape, security } from '@hookline/http';
import { listSessions, type SessionSummary } from '@hookline/projections';
import { type CompletenessReport, completenessReport, type ReportedSession } from '../completeness/report.ts';
import type { AddRoutes } from '../context.ts';
import { projectFor, readableRows } from '../session-scope.ts';

/** Sessions that are looked at: the newest of the time asked for. */
const sessionsMax = 1000;

const report = rowShape<CompletenessReport>(
  'Completeness',
  'Per harness and version: by hooks, by record, merged, missing',
);

export const addCompletenessRoutes: AddRoutes = (api, context) => {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/completeness',
      summary: 'How completely sessions were seen, per harness and version, and what got worse',
      security,
      middleware: context.allow('read'),
      request: {
        query: z.object({
          since: z.string().default('30d').openapi({ description: 'A time, or how long ago: 24h, 7d (30d)' }),
          harness: z.string().optional(),
          project: z.string().optional(),
        }),
      },
      responses: answers('The report', report),
    }),
    async (c) => {
      const { since, harness, project } = c.req.valid('query');
      const grant = c.get('grant');
      const rows = await listSessions(context.db, {
        since: readSince(since).toISOString(),
        asOf: new Date().toISOString(),
        limit: sessionsMax,
        harness,
        project: projectFor(grant, project),
      });
      const sessions = (await readableRows(context.db, grant, rows)).flatMap(seenOf);
      const tried = Object.fromEntries(installers.map((one) => [one.harness, one.triedVersions]));
      return c.json(completenessReport(sessions, tried) as never, 200);
    },
  );
};

function seenOf(row: SessionSummary): ReportedSession[] {
  const { session, harness, harnessVersion, startedAt, reconciled, unmapped } = row;
  if (harness === null) return [];
  return [
    {
      session,
      harness,
      harnessVersion,
      startedAt,
      lastEventAt: row.lastEventAt ?? startedAt,
      compared: reconciled !== null,
      byHooks: reconciled?.byHooks ?? 0,
      byRecord: reconciled?.byRecord ?? 0,
      merged: reconciled?.merged ?? 0,
      missing: reconciled?.missingTotal ?? 0,
      unmapped,
    },
  ];
}
