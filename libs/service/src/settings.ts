import { z } from 'zod';
import type { AnyService } from './define-service.ts';
import { type Environment, homeOf } from './home.ts';

export { type Environment, homeOf } from './home.ts';

const port = z.coerce.number().int().min(0).max(65535);

/** What every process of hookline may be told through its environment. */
export const commonSettings = z.object({
  HOOKLINE_HOME: z.string().min(1).describe('Folder of everything hookline keeps on this machine'),
  HOOKLINE_HOST: z.string().default('127.0.0.1').describe('Address the HTTP port listens on'),
  HOOKLINE_PORT: port.default(4680).describe('The one public HTTP port: gateway, API and console'),
  HOOKLINE_PUBLIC_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((host) => host.trim() || []))
    .describe('Host names, with commas between, by which this server may be called besides loopback'),
  HOOKLINE_NATS_URL: z.string().optional().describe('A NATS server with JetStream to use instead of our own child'),
  HOOKLINE_DATABASE_URL: z.string().optional().describe('A PostgreSQL to use instead of our own child'),
  HOOKLINE_REPLICAS: z.coerce
    .number()
    .int()
    .min(1)
    .max(5)
    .default(1)
    .describe('Copies the broker keeps of each stream'),
  HOOKLINE_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged'),
});
export type CommonSettings = z.infer<typeof commonSettings>;

/** Every mistake in the settings of a set of services, together. */
export class SettingsError extends Error {
  override name = 'SettingsError';
  constructor(mistakes: readonly string[]) {
    super(`settings are wrong:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
  }
}

/** Checks the settings of all services before any of them starts. Empty variables count as not set. */
export function readSettings(services: readonly AnyService[], env: Environment): Map<AnyService, CommonSettings> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const source = { ...given, HOOKLINE_HOME: homeOf(env) };
  const mistakes = new Set<string>();
  const note = (error: z.ZodError) => {
    for (const issue of error.issues) {
      const name = issue.path.map(String).join('.');
      mistakes.add(`${name}: ${issue.message}, found ${JSON.stringify(source[name as keyof typeof source])}`);
    }
  };
  const common = commonSettings.safeParse(source);
  if (!common.success) note(common.error);
  const read = new Map<AnyService, CommonSettings>();
  for (const service of services) {
    const own = service.settings.safeParse(source);
    if (!own.success) note(own.error);
    else if (common.success) read.set(service, { ...common.data, ...own.data });
  }
  if (mistakes.size > 0) throw new SettingsError([...mistakes]);
  return read;
}
