import { z } from 'zod';
import { readNamedHosts } from './address.ts';

/** What may be set about webhooks. */
export const webhookSettings = {
  HOOKLINE_WEBHOOK_HOSTS: z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        return readNamedHosts(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    })
    .describe(
      'Hosts, with commas between, of private networks or this machine that webhooks may be sent to: 127.0.0.1, *.corp.example, sink:9000',
    ),
  HOOKLINE_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .or(z.literal(''))
    .transform((url) => url.replace(/\/+$/, '') || undefined)
    .optional()
    .describe('Where people reach this bus: links in messages begin with it; default: the address of the HTTP port'),
};
