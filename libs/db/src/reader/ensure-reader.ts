import pg from 'pg';
import { grantToReader, holdViews, prepareReader, readerRole } from './prepare-reader.ts';

/**
 * For a server of the user's own: gives the reader what new views need, and makes it, or gives it the password of its
 * URL, where it cannot log in and the owner may do that. Rejects with what the server said, and what to do.
 */
export async function ensureReader(urls: { readonly ownerUrl: string; readonly readerUrl: string }): Promise<void> {
  try {
    await withClient(urls.readerUrl, (client) => client.query('select 1'));
  } catch (error) {
    // Class 28: no such login, or another password.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('28')) throw error;
    return await prepareReader(urls).catch((cause: unknown) => {
      throw new Error(
        `the login ${readerRole} does not exist or has another password, and it could not be made: ${(cause as Error).message}; docs/reference/analytics.md has the SQL to make it`,
        { cause },
      );
    });
  }
  await withClient(urls.ownerUrl, (client) => client.query(`begin; ${holdViews}; ${grantToReader}; commit`));
}

async function withClient(url: string, run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'hookline', connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await run(client);
  } finally {
    await client.end().catch(() => {});
  }
}
