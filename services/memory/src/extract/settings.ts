import { z } from 'zod';

/** Asking a language model for memories is off until both an address and a model are set. */
export const extractionSettings = {
  HOOKLINE_EXTRACTION_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('An OpenAI-compatible endpoint, up to /v1, that proposes memories from sessions; none is asked without'),
  HOOKLINE_EXTRACTION_MODEL: z.string().optional().describe('The model to ask there; none is asked without'),
  HOOKLINE_EXTRACTION_KEY: z.string().optional().describe('Sent to that endpoint as a bearer token'),
  HOOKLINE_EXTRACTION_TOKENS_PER_DAY: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(200_000)
    .describe('Tokens, both ways together, that asking may take for one project in one day (UTC)'),
  HOOKLINE_EXTRACTION_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(60)
    .describe('How long that endpoint may take to answer'),
};

/** Which model is asked, and what it may cost. */
export interface ExtractionPlan {
  readonly url: string;
  readonly model: string;
  readonly key: string | undefined;
  readonly tokensPerDay: number;
  readonly timeoutMs: number;
}

/** Undefined where no model is to be asked. */
export function extractionPlan(settings: {
  readonly HOOKLINE_EXTRACTION_URL?: string | undefined;
  readonly HOOKLINE_EXTRACTION_MODEL?: string | undefined;
  readonly HOOKLINE_EXTRACTION_KEY?: string | undefined;
  readonly HOOKLINE_EXTRACTION_TOKENS_PER_DAY: number;
  readonly HOOKLINE_EXTRACTION_TIMEOUT_SECONDS: number;
}): ExtractionPlan | undefined {
  const { HOOKLINE_EXTRACTION_URL: url, HOOKLINE_EXTRACTION_MODEL: model, HOOKLINE_EXTRACTION_KEY: key } = settings;
  if (url === undefined || model === undefined) return undefined;
  return {
    url: url.replace(/\/+$/, ''),
    model,
    key,
    tokensPerDay: settings.HOOKLINE_EXTRACTION_TOKENS_PER_DAY,
    timeoutMs: settings.HOOKLINE_EXTRACTION_TIMEOUT_SECONDS * 1_000,
  };
}
