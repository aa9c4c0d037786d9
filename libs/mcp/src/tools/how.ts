import { z } from 'zod';
import { asker, projectInput } from '../project-input.ts';
import { defineTool, looks, type MakeTool } from '../tool.ts';
import { neededNow, tellNow, tokensInput } from './needed-now.ts';

const kinds = ['command', 'procedure', 'pitfall', 'environment', 'permission', 'directive', 'preference', 'decision'];

export const howTool: MakeTool = (at) =>
  defineTool({
    name: 'memory_how',
    title: 'How things are done here',
    description:
      'How something is done in this project: the commands and steps that worked, with counts and durations, and what not to try. Use it before you guess how to build, test, lint, release or set something up.',
    input: z.strictObject({
      task: z.string().trim().min(1).max(500).describe('What you want to do, like "run one test" or "release"'),
      tokens: tokensInput,
      ...projectInput(at),
    }),
    output: neededNow,
    annotations: looks,
    run: ({ task, tokens, ...input }, context) =>
      tellNow({ query: task, kinds, ...asker(input, at) }, context, {
        tokens,
        nothing: `Nothing is remembered about how to ${JSON.stringify(task)}.`,
      }),
  });
