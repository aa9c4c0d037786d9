import type { Said } from '@hookline/client';
import { oneLine, saidPosition, shownId } from '@hookline/memory';
import { z } from 'zod';
import { withinTokens } from '../budget.ts';
import { foundIdInput } from '../memory-id-input.ts';
import { defineTool, looks, type MakeTool } from '../tool.ts';

const evidence = z.object({
  position: z.number().describe('Where in the log'),
  time: z.string(),
  session: z.string(),
  role: z.string(),
  summary: z.string(),
});

export const whyTool: MakeTool = () =>
  defineTool({
    name: 'memory_why',
    title: 'Where a memory comes from',
    description:
      'The events one memory was made of, with sessions and times, what people decided about it, and how often it was told. Use it to judge whether to rely on a memory.',
    input: z.strictObject({
      id: foundIdInput,
      tokens: z.int().min(100).max(4_000).default(1_000).describe('Tokens the answer may take'),
    }),
    output: z.object({
      id: z.string(),
      statement: z.string(),
      evidence: z.array(evidence),
      decisions: z.array(z.object({ time: z.string(), what: z.string() })),
      shown: z.number().describe('How often it was put before agents'),
    }),
    annotations: looks,
    async run({ id, tokens }, { port, options }) {
      const said = saidPosition(id);
      if (said !== undefined) return eventItself(await port.said(said, options));
      const { memory, evidence: events, decisions, shown } = await port.whyMemory(id, options);
      const all = events.map(({ position, time, session, role, summary }) => ({
        position,
        time,
        session: session ?? '',
        role: role ?? 'support',
        summary: oneLine(summary, 160),
      }));
      const { kept, left } = withinTokens(all, tokens);
      const data = {
        id: shownId(memory.id),
        statement: memory.statement,
        evidence: kept,
        decisions: decisions.slice(-10).map((one) => ({ time: one.time, what: decisionText(one) })),
        shown: shown.length,
      };
      const lines = [
        memory.statement,
        ...kept.map(({ position, time, session, summary }) => `- at ${position}, ${time}, ${session}: ${summary}`),
        ...(left > 0 ? [`(${left} more events)`] : []),
        ...data.decisions.map(({ time, what }) => `- decided ${time}: ${what}`),
        `Told to agents ${data.shown} time(s).`,
      ];
      return { data, lines, ids: [data.id] };
    },
  });

/** What was said comes from nothing but its own event. */
function eventItself({ id, position, time, session, text }: Said) {
  const statement = oneLine(text, 240);
  return {
    data: {
      id,
      statement,
      evidence: [{ position, time, session, role: 'origin', summary: oneLine(text, 160) }],
      decisions: [],
      shown: 0,
    },
    lines: [statement, `- said at ${position}, ${time}, ${session}`],
    ids: [id],
  };
}

function decisionText(decision: { type: string; [name: string]: unknown }): string {
  const parts = [decision.type, decision.action, decision.verdict, decision.reason ?? decision.note];
  return oneLine(parts.filter((part) => typeof part === 'string').join(': '), 160);
}
