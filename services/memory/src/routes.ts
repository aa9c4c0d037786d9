import { type AccessEnv, problem, requireScope, type Verifier } from '@hookline/access';
import type { Database } from '@hookline/db';
import { type CommandCard, sessionCard, statementOf } from '@hookline/memory';
import { Hono } from 'hono';
import { findMemory, readCard, readCards, readEvidence, readProjects } from './run-store.ts';

const evidenceMax = 100;

/** `GET /v1/memory`, `GET /v1/memory/{id}/why` and `GET /v1/recall/card`. */
export function memoryRoutes({ db, verifier }: { db: Database; verifier: Verifier }): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.use('*', requireScope(verifier, 'recall'));

  app.get('/v1/memory', async (context) => {
    const project = context.req.query('project');
    const cards = await cardsOf(db, context.get('grant').project ?? project);
    return context.json({ memories: cards.map(shown), next: null });
  });

  app.get('/v1/memory/:id/why', async (context) => {
    const named = context.req.param('id');
    const id = await findMemory(db, named);
    const card = id === undefined ? undefined : await readCard(db, id);
    const allowed = context.get('grant').project;
    if (id === undefined || card === undefined || (allowed !== undefined && card.project !== allowed)) {
      const hint = '`hookline memory list` shows the ids there are';
      return context.json(problem('not-found', `there is no memory ${named}, or more than one`, { hint }), 404);
    }
    const rows = await readEvidence(db, id, evidenceMax);
    return context.json({
      memory: shown(card),
      evidence: rows.map((row) => ({
        position: row.position,
        session: row.session,
        actor: row.actor ?? undefined,
        time: row.time,
        summary: `\`${row.command}\` ${row.ok === null ? 'ended, outcome not seen' : row.ok ? 'succeeded' : 'failed'}${
          row.durationMs === null ? '' : ` after ${Math.round(row.durationMs)} ms`
        }`,
      })),
    });
  });

  app.get('/v1/recall/card', async (context) => {
    const project = context.get('grant').project ?? context.req.query('project');
    if (!project) {
      return context.json(problem('bad-request', 'found no project, expected ?project=<project id>'), 400);
    }
    const card = sessionCard(project, await readCards(db, project));
    return card === undefined ? context.body(null, 204) : context.json(card);
  });

  return app;
}

async function cardsOf(db: Database, project: string | undefined): Promise<CommandCard[]> {
  if (project !== undefined) return await readCards(db, project);
  const all = await Promise.all((await readProjects(db)).map((each) => readCards(db, each)));
  return all.flat();
}

function shown(card: CommandCard) {
  return {
    id: card.memory,
    project: card.project,
    kind: 'command',
    key: card.key,
    purpose: card.purpose,
    text: statementOf(card),
    status: card.status,
    support: card.sessions,
    runs: card.runs,
    failed: card.failed,
    judged: card.judged,
    medianMs: card.medianMs,
    firstSeenAt: card.firstSeen,
    lastSeenAt: card.lastSeen,
    evidence: card.evidence.length,
    positions: card.evidence,
  };
}
