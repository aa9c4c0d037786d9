import { type Meaning, meaningFrom } from '@hookline/recall';
import { z } from 'zod';

/** Finding by meaning is off until both an address and a model are set. */
export const meaningSettings = {
  HOOKLINE_EMBEDDINGS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('An OpenAI-compatible endpoint, up to /v1, that gives vectors of texts; needs pgvector in the database'),
  HOOKLINE_EMBEDDINGS_MODEL: z.string().optional().describe('The model to ask there; none is asked without'),
  HOOKLINE_EMBEDDINGS_KEY: z.string().optional().describe('Sent to that endpoint as a bearer token'),
};

/** What gives texts their meaning; undefined where nothing is set up that does. */
export function meaningOf(
  settings: {
    readonly HOOKLINE_EMBEDDINGS_URL?: string | undefined;
    readonly HOOKLINE_EMBEDDINGS_MODEL?: string | undefined;
    readonly HOOKLINE_EMBEDDINGS_KEY?: string | undefined;
  },
  onFailure: (why: string) => void,
): Meaning | undefined {
  const { HOOKLINE_EMBEDDINGS_URL: url, HOOKLINE_EMBEDDINGS_MODEL: model, HOOKLINE_EMBEDDINGS_KEY: key } = settings;
  return url === undefined || model === undefined ? undefined : meaningFrom({ url, model, key }, onFailure);
}
