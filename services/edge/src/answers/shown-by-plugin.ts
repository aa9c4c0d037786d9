import { memoriesIn } from '@hookline/harnesses';
import { tokenEstimate } from '@hookline/memory';
import type { SpoolEntry } from '@hookline/spool';
import { z } from 'zod';

const shown = z.looseObject({
  type: z.literal('hookline.memory'),
  properties: z.looseObject({ text: z.string().max(20_000), sessionID: z.string().max(200) }),
  hookline: z.looseObject({ root: z.string().max(200).optional() }).optional(),
});

/** What a plugin says it has put before an agent by itself: the main session it is of, and the ids that were shown. */
export function shownByPlugin(
  entry: SpoolEntry,
): { session: string; memories: readonly string[]; tokens: number } | undefined {
  const { data } = shown.safeParse(entry.payload);
  if (data === undefined) return undefined;
  const { text, sessionID } = data.properties;
  return {
    session: `${entry.facts.harness}:${data.hookline?.root ?? sessionID}`,
    memories: memoriesIn(text),
    tokens: tokenEstimate(text),
  };
}
