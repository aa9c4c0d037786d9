import { z } from 'zod';
import { fitting, listed, listedHit, listedLine } from '../found.ts';
import { asker, projectInput } from '../project-input.ts';
import { defineTool, looks, type MakeTool } from '../tool.ts';

/** Recall counts whole statements; only titles are told here. */
const recallTokensMax = 2_000;

export const searchTool: MakeTool = (at) =>
  defineTool({
    name: 'memory_search',
    title: 'Search memory',
    description:
      'Finds what earlier sessions of this project taught: commands that work, pitfalls, fixes, decisions, past work, and what was said. ' +
      'Answers with ids and titles; read the ones that matter with memory_get. Use it before work that somebody may have done before.',
    input: z.strictObject({
      query: z.string().trim().min(1).max(1_000).describe('What you want to know, in words; names and paths help'),
      kinds: z
        .array(z.string().max(40))
        .max(20)
        .optional()
        .describe('Only these: command, pitfall, remedy, decision, directive, episode, file, said ...'),
      limit: z.int().min(1).max(25).default(10).describe('Hits'),
      tokens: z.int().min(60).max(2_000).default(600).describe('Tokens the hits may take together'),
      ...projectInput(at),
    }),
    output: z.object({ hits: z.array(listedHit), leftOut: z.int().describe('Found, but not told here') }),
    annotations: looks,
    async run({ query, kinds, limit, tokens, ...input }, context) {
      const { port, options } = context;
      const asked = { query, kinds, limit, tokens: recallTokensMax, ...asker(input, at) };
      const { hits, dropped } = await port.recall(asked, options);
      const found = fitting(hits.map(listed), dropped.length, tokens);
      if (found.hits.length === 0) {
        return {
          data: found,
          lines: [`Nothing is remembered about ${JSON.stringify(query)}. Other words may find more.`],
        };
      }
      const more = found.leftOut > 0 ? [`(${found.leftOut} more: raise limit or tokens)`] : [];
      return { data: found, lines: [...found.hits.map(listedLine), ...more], ids: found.hits.map(({ id }) => id) };
    },
  });
