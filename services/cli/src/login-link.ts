import type { Connection } from './connection.ts';

/** A link that lets one browser into the console, once, within ten minutes. */
export async function loginLink({ client, url }: Connection): Promise<string> {
  const { path } = (await client.request('POST', '/v1/logins', { body: {} })) as { path: string };
  return url + path;
}
