import { z } from 'zod';
import { pathWithin } from '../path-within.ts';
import { asker, projectInput } from '../project-input.ts';
import { defineTool, looks, type MakeTool } from '../tool.ts';
import { neededNow, tellNow, tokensInput } from './needed-now.ts';

const kinds = [
  'file',
  'co-change',
  'read-first',
  'violation',
  'remedy',
  'decision',
  'directive',
  'rejection',
  'correction',
  'fact',
  'episode',
];

export const forFileTool: MakeTool = (at) =>
  defineTool({
    name: 'memory_for_file',
    title: 'Memory of a file',
    description:
      'What earlier sessions know of one file: who changed it last and why, which files change with it, what is read before it is edited, what was rejected there. Use it before you edit a file.',
    input: z.strictObject({
      path: z.string().trim().min(1).max(1_000).describe('The file, relative to the repository'),
      tokens: tokensInput,
      ...projectInput(at),
    }),
    output: neededNow,
    annotations: looks,
    run: ({ path: asked, tokens, ...input }, context) => {
      const path = pathWithin(asked, at.root);
      const query = { query: '', files: [path], kinds, ...asker(input, at) };
      return tellNow(query, context, { tokens, nothing: `Nothing is remembered about ${path}.` });
    },
  });
