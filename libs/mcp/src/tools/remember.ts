import { z } from 'zod';
import { pathWithin } from '../path-within.ts';
import type { Whereabouts } from '../port.ts';
import { asker, projectInput } from '../project-input.ts';
import { adds, defineTool, type MakeTool } from '../tool.ts';

export const rememberTool: MakeTool = (at) =>
  defineTool({
    name: 'memory_remember',
    title: 'Propose a memory',
    description:
      'Proposes one short statement that later sessions of this project should know: a decision with its reason, a preference the user stated, a fact that was hard to find. A person approves it before any agent is told. Never for secrets, nor for what the code itself says.',
    input: z.strictObject({
      statement: z.string().trim().min(8).max(240).describe('One sentence that is true without this conversation'),
      as: z.enum(['decision', 'directive', 'preference', 'procedure', 'fact']).describe('What it is'),
      about: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .optional()
        .describe('What it is about, in two or three words; a later one about the same replaces it'),
      scope: z
        .enum(scopesFrom(at))
        .default('project')
        .describe('Where it holds: for everybody in the project, or for this person in it'),
      why: z.string().trim().max(1_000).optional().describe('Why, or who said so'),
      files: z.array(z.string().min(1).max(1_000)).max(20).optional().describe('Files it is about'),
      ...projectInput(at),
    }),
    output: z.object({ position: z.number().describe('Where in the log it stands'), status: z.literal('proposed') }),
    annotations: adds,
    async run({ statement, as, about, scope, why, files, ...input }, { port, options }) {
      const { position } = await port.remember(
        {
          statement,
          as,
          scope,
          by: 'agent',
          ...(about !== undefined && { about }),
          ...(why !== undefined && { why }),
          ...(files !== undefined && { files: files.map((file) => pathWithin(file, at.root)) }),
          project: asker(input, at).project,
          session: at.session,
          ...(scope === 'person' && { actor: at.actor }),
        },
        options,
      );
      const lines = [`Proposed (position ${position} of the log). It is told to agents once a person approved it.`];
      return { data: { position, status: 'proposed' as const }, lines };
    },
  });

/** Nothing can be kept for a person or a session that nobody named. */
function scopesFrom({ actor, session }: Whereabouts): ('project' | 'person' | 'session')[] {
  return [
    'project',
    ...(actor === undefined ? [] : ['person' as const]),
    ...(session === undefined ? [] : ['session' as const]),
  ];
}
