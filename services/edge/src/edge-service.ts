import { hostname } from 'node:os';
import { join } from 'node:path';
import { ensureRedactionKey } from '@hookline/access';
import { harnesses } from '@hookline/harnesses';
import { createRedactor, pickEnvironmentSecrets } from '@hookline/redaction';
import { defineService } from '@hookline/service';
import { z } from 'zod';
import { surfacesOf } from './answers/surfaces.ts';
import { runEdge } from './edge.ts';
import { BusLink } from './send/bus-link.ts';

/** Spool to gateway: reads what shims captured, redacts it, translates it, sends it, and forgets it once the log has it. */
export const edge = defineService({
  name: 'edge',
  settings: z.object({
    HOOKLINE_URL: z.url().optional().describe('Where the bus answers; default: this machine, HOOKLINE_PORT'),
    HOOKLINE_TOKEN: z.string().optional().describe('Token of this edge; default: what <home>/token holds'),
    HOOKLINE_ACTOR: z
      .string()
      .optional()
      .describe('Who works on this machine; default: git user.email, else the login'),
    HOOKLINE_MACHINE: z.string().optional().describe('Name of this machine in events; default: its host name'),
    HOOKLINE_WORKING_TREE: z
      .enum(['on', 'off'])
      .optional()
      .describe('Look at the working tree after each turn for files that shell commands changed; default: off'),
    HOOKLINE_INJECTION: z
      .string()
      .default('on')
      .describe(
        'Where agents are told what is remembered: on, off, or some of session-start, prompt, before-edit, before-command, after-failure with commas between',
      ),
    HOOKLINE_GUARD: z
      .enum(['off', 'shadow', 'enforce'])
      .default('off')
      .describe(
        'Policies for tool calls, before they run: off, shadow (write down what each would decide), enforce (each as it says)',
      ),
    HOOKLINE_SPOOL_BYTES: z.coerce.number().int().positive().optional().describe('Size at which the spool is full'),
  }),
  needs: [],
  async run({ settings, logger, signal, health, ready }) {
    const home = settings.HOOKLINE_HOME;
    const bus = new BusLink({
      url: settings.HOOKLINE_URL ?? `http://127.0.0.1:${settings.HOOKLINE_PORT}`,
      token: settings.HOOKLINE_TOKEN,
      tokenFile: join(home, 'token'),
    });
    await runEdge(
      {
        home,
        host: settings.HOOKLINE_MACHINE ?? hostname(),
        actor: settings.HOOKLINE_ACTOR,
        bus,
        redactor: createRedactor({
          key: await ensureRedactionKey(home),
          environmentSecrets: pickEnvironmentSecrets(process.env),
        }),
        harnesses,
        health,
        logger,
        workingTree: settings.HOOKLINE_WORKING_TREE === 'on',
        injection: surfacesOf(settings.HOOKLINE_INJECTION),
        guard: settings.HOOKLINE_GUARD,
        ...(settings.HOOKLINE_SPOOL_BYTES && { spoolLimits: { bytesMax: settings.HOOKLINE_SPOOL_BYTES } }),
      },
      signal,
      ready,
    );
  },
});
