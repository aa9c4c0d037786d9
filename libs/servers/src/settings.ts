import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const optionalText = z
  .string()
  .optional()
  .transform((text) => text || undefined);
const optionalPort = z
  .union([z.literal('').transform(() => undefined), z.coerce.number().int().min(1).max(65_535)])
  .optional();

/** Where the servers come from and how they listen. Keys are the names of environment variables. */
export const serversSettings = z.object({
  HOOKLINE_NATS_URL: optionalText.describe(
    'a NATS server of your own (nats://user:password@host:4222); none is started then',
  ),
  HOOKLINE_NATS_SERVER: optionalText.describe('path of the nats-server program to start, instead of looking for one'),
  HOOKLINE_NATS_PORT: optionalPort.describe('port of the started nats-server on loopback; unset: a free one'),
  HOOKLINE_NATS_SYNC: z
    .string()
    .regex(/^(always|\d+(ms|s|m))$/, 'expected "always" or a time such as 500ms, 2s, 2m')
    .optional()
    .describe(
      'when the started nats-server forces writes to disk: always (default), or an interval, which a power cut can lose',
    ),
  HOOKLINE_NATS_RELEASES: optionalText.describe(
    'where nats-server releases are downloaded from; unset: the official GitHub releases',
  ),
  HOOKLINE_DATABASE_URL: optionalText.describe(
    'a PostgreSQL of your own, 14 or newer (postgres://…); none is started then',
  ),
  HOOKLINE_POSTGRES_BIN: optionalText.describe('folder with initdb and postgres to start, instead of the bundled ones'),
  HOOKLINE_POSTGRES_PORT: optionalPort.describe(
    'port of the started PostgreSQL on loopback; unset: a private socket only',
  ),
  HOOKLINE_CACHE: optionalText.describe('folder for downloaded programs; unset: cache under HOOKLINE_HOME'),
});
export type ServersSettings = z.infer<typeof serversSettings>;

interface HomeFacts {
  readonly HOOKLINE_HOME?: string | undefined;
  readonly HOOKLINE_CACHE?: string | undefined;
}

/** HOOKLINE_HOME, else `~/.hookline`, as root `/var/lib/hookline`. */
export function defaultHome(env: HomeFacts, uid = process.getuid?.()): string {
  if (env.HOOKLINE_HOME) return env.HOOKLINE_HOME;
  return uid === 0 ? '/var/lib/hookline' : join(homedir(), '.hookline');
}

/** HOOKLINE_CACHE, else `cache` under the home. */
export function defaultCache(env: HomeFacts, home = defaultHome(env)): string {
  return env.HOOKLINE_CACHE || join(home, 'cache');
}
