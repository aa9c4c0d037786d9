import { z } from 'zod';
import { memoryIdInput } from '../memory-id-input.ts';
import { adds, defineTool, type MakeTool } from '../tool.ts';

export const feedbackTool: MakeTool = (at) =>
  defineTool({
    name: 'memory_feedback',
    title: 'Say whether a memory helped',
    description:
      'Says that a memory helped, or that it was wrong or misleading. Memories that harm are taken out of use, so say it when one did not hold, and what you saw instead.',
    input: z.strictObject({
      id: memoryIdInput,
      verdict: z.enum(['helpful', 'harmful']),
      note: z.string().trim().max(1_000).optional().describe('What you saw'),
    }),
    output: z.object({ position: z.number().describe('Where in the log it stands') }),
    annotations: adds,
    async run({ id, verdict, note }, { port, options }) {
      const said = { verdict, ...(note !== undefined && { note }), session: at.session, by: 'agent' as const };
      const { position } = await port.judge(id, said, options);
      return { data: { position }, lines: [`Noted: ${id} was ${verdict} (position ${position} of the log).`] };
    },
  });
