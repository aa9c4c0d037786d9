import { z } from 'zod';
import { asker, projectInput } from '../project-input.ts';
import { defineTool, looks, type MakeTool } from '../tool.ts';
import { neededNow, tellNow, tokensInput } from './needed-now.ts';

const kinds = ['remedy', 'pitfall', 'violation', 'flaky', 'environment', 'correction', 'fact', 'episode'];

export const fixTool: MakeTool = (at) =>
  defineTool({
    name: 'memory_fix',
    title: 'Memory of an error',
    description:
      'What helped when this error came before: the fix with how often it worked, the command to use instead, whether the command is flaky. Use it when something failed, with the error as it was printed.',
    input: z.strictObject({
      error: z.string().trim().min(1).max(8_000).describe('The error as it was printed; its first lines are enough'),
      command: z.string().trim().min(1).max(2_000).optional().describe('The command that failed'),
      tokens: tokensInput,
      ...projectInput(at),
    }),
    output: neededNow,
    annotations: looks,
    run: ({ error, command, tokens, ...input }, context) => {
      const commands = command === undefined ? {} : { commands: [command] };
      const query = { query: '', errors: [error], ...commands, kinds, ...asker(input, at) };
      const nothing = 'Nothing is remembered about this error: nobody met it, or nobody fixed it where it was seen.';
      return tellNow(query, context, { tokens, nothing });
    },
  });
