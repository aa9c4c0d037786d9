import type { RecallQuery } from '@hookline/client';
import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { fitting, type ToldHit, told, toldHit, toldLine } from '../found.ts';
import type { ToolContext } from '../tool.ts';

/** For tools that are called in the middle of something: a few hits with their whole statements. */
export const neededNow = z.object({
  hits: z.array(toldHit),
  leftOut: z.int().describe('Found, but not told here'),
});

const limit = 6;

export const tokensInput = z.int().min(60).max(1_500).default(400).describe('Tokens the answer may take');

/** Recalls, and tells what fits; `nothing` is said where there is nothing. */
export async function tellNow(
  query: RecallQuery,
  { port, options }: ToolContext,
  { tokens, nothing }: { tokens: number; nothing: string },
): Promise<Answer<{ hits: ToldHit[]; leftOut: number }>> {
  const { hits, dropped } = await port.recall({ limit, tokens, ...query }, options);
  const found = fitting(hits.map(told), dropped.length, tokens);
  if (found.hits.length === 0) return { data: found, lines: [nothing] };
  return { data: found, lines: found.hits.map(toldLine), ids: found.hits.map(({ id }) => id) };
}
