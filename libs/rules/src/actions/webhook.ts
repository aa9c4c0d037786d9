import { z } from 'zod';
import { payload } from '../file/texts.ts';
import type { Fill } from './fill.ts';

/** A signed webhook, as a rule file says it. The address is never filled from an event. */
export const webhookFile = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .describe('Where it is sent'),
  secret: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'expected the name of an environment variable')
    .default('HOOKLINE_WEBHOOK_SECRET')
    .describe('Name of the environment variable that holds the signing secret; never the secret itself'),
  payload: payload.optional(),
});

/** A webhook, signed as Standard Webhooks say, is sent to an address. */
export interface WebhookAction {
  readonly webhook: {
    readonly url: string;
    /** Name of the environment variable that holds the secret. */
    readonly secret: string;
    readonly payload?: Readonly<Record<string, unknown>>;
  };
}

/** Fills a webhook. */
export function fillWebhook(file: z.output<typeof webhookFile>, fill: Fill): WebhookAction['webhook'] {
  return {
    url: file.url,
    secret: file.secret,
    ...(file.payload !== undefined && { payload: fill.facts(file.payload) }),
  };
}
